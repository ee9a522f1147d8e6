/// The pages that are seen before anybody is known.
enum SignInPage {
  /// - Parameters:
  ///   - target: where to go from here.
  ///   - takesPasswords: there are users besides keys.
  ///   - problem: why the last try was refused, or nothing was done.
  static func form(target: String, takesPasswords: Bool, problem: String? = nil) -> String {
    let notice = problem.map { #"<p class="notice" role="alert">\#(escaped($0))</p>"# } ?? ""
    let password = takesPasswords ? section("With a ZenML account", [username, password], target) : ""
    return document(
      "Sign in",
      """
      <h1>Sign in to Carillon</h1>
      \(notice)
      \(section("With a key", [key], target))
      \(password)
      <p>No key? Whoever runs the daemon can make a link for you: <code>carillon sign-in</code>.</p>
      """)
  }

  /// Goes on by itself. A redirect would be the doing of the page that held the link, and a strict cookie would not go along.
  static func welcome(target: String) -> String {
    document(
      "Signed in", #"<h1>You are signed in</h1><p><a href="\#(escaped(target))">Go on to Carillon</a></p>"#,
      head: #"<meta http-equiv="refresh" content="0; url=\#(escaped(target))">"#)
  }

  static let undone = "The session has ended, so nothing was done. Sign in, then ask for it again."

  static let usedUp = document(
    "The link is used up",
    """
    <h1>This link is used up</h1>
    <p>A sign-in link works once, for ten minutes, and no longer than the key or account with which it was made. Make another
    with <code>carillon sign-in</code>, or <a href="\(SignInPath.page)">sign in with a key</a>.</p>
    """)

  private static let key = field("key", "Key", #"type="password" autocomplete="current-password""#)
  private static let username = field("username", "User", #"type="text" autocomplete="username""#)
  private static let password = field("password", "Password", #"type="password" autocomplete="current-password""#)

  private static func field(_ name: String, _ label: String, _ attributes: String) -> String {
    """
    <p class="field"><label for="\(name)">\(label)</label>
    <input id="\(name)" name="\(name)" \(attributes) required maxlength="1000"></p>
    """
  }

  private static func section(_ title: String, _ fields: [String], _ target: String) -> String {
    """
    <form class="form" method="post" action="\(SignInPath.page)">
    <h2>\(title)</h2>
    <input type="hidden" name="to" value="\(escaped(target))">
    \(fields.joined(separator: "\n"))
    <p><button class="button" type="submit">Sign in</button></p>
    </form>
    """
  }

  private static func document(_ title: String, _ body: String, head: String = "") -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title) · Carillon</title>
    <link rel="stylesheet" href="/assets/carillon.css">
    \(head)
    </head>
    <body class="sign-in">
    <main>
    \(body)
    </main>
    </body>
    </html>

    """
  }

  private static func escaped(_ text: String) -> String {
    [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")].reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}
