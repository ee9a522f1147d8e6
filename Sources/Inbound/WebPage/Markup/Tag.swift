/// An element, called with its attributes and its content.
struct Tag: Sendable {
  private let name: String
  private let isVoid: Bool

  init(_ name: StaticString, isVoid: Bool = false) {
    self.name = "\(name)"
    self.isVoid = isVoid
  }

  func callAsFunction(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { .empty }) -> HTML {
    var markup = "<\(name)"
    for attribute in attributes { if let attribute { markup += attribute.markup } }
    markup += ">"
    if isVoid { return HTML(safe: markup) }
    return HTML(safe: markup + content().markup + "</\(name)>")
  }
}

// The names are those of HTML and SVG.
let html = Tag("html")
let head = Tag("head")
let meta = Tag("meta", isVoid: true)
let linked = Tag("link", isVoid: true)
let script = Tag("script")
let titled = Tag("title")
let body = Tag("body")
let header = Tag("header")
let footer = Tag("footer")
let nav = Tag("nav")
let mainPart = Tag("main")
let section = Tag("section")
let div = Tag("div")
let span = Tag("span")
let strong = Tag("strong")
let small = Tag("small")
let h1 = Tag("h1")
let h2 = Tag("h2")
let h3 = Tag("h3")
let p = Tag("p")
let ul = Tag("ul")
let ol = Tag("ol")
let li = Tag("li")
let dl = Tag("dl")
let dt = Tag("dt")
let dd = Tag("dd")
let pre = Tag("pre")
let code = Tag("code")
let anchor = Tag("a")
let timeTag = Tag("time")
let table = Tag("table")
let caption = Tag("caption")
let thead = Tag("thead")
let tbody = Tag("tbody")
let tr = Tag("tr")
let th = Tag("th")
let td = Tag("td")
let form = Tag("form")
let fieldset = Tag("fieldset")
let legend = Tag("legend")
let label = Tag("label")
let input = Tag("input", isVoid: true)
let choice = Tag("select")
let option = Tag("option")
let button = Tag("button")
let details = Tag("details")
let summary = Tag("summary")
let figure = Tag("figure")
let figcaption = Tag("figcaption")
let svg = Tag("svg")
let path = Tag("path")
let rect = Tag("rect")
let line = Tag("line")
