/// One accent, five colours of state, the system's own letters.
enum Stylesheet {
  static let text = colours + frame + pieces + tables + plots + widths

  private static let colours = """
    :root {
      color-scheme: light dark;
      --ground: #f7f6f3; --paper: #ffffff; --ink: #1d1c1a; --soft: #5c5850; --line: #e2ded6; --raise: #efede7;
      --accent: #3a48b0; --on-accent: #ffffff;
      --good: #1b6b3a; --bad: #b0221a; --missed: #8a5200; --running: #0b6488; --quiet: #625d55; --due: #6d78c9;
      --good-tint: #e3f2e8; --bad-tint: #fbe6e3; --missed-tint: #fbeed8; --running-tint: #e0f0f7; --quiet-tint: #eeebe5;
      --letters: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
      --own: var(--missed); --tint: var(--missed-tint);
      --digits: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #151413; --paper: #1d1c1a; --ink: #eceae5; --soft: #aba69c; --line: #35322d; --raise: #282622;
        --accent: #aeb7ff; --on-accent: #14162b;
        --good: #79cf98; --bad: #ff958b; --missed: #f0b55a; --running: #74c8ec; --quiet: #b1aba1; --due: #8791e0;
        --good-tint: #1b2e22; --bad-tint: #3a1f1c; --missed-tint: #33270f; --running-tint: #152c37; --quiet-tint: #2a2824;
      }
    }
    .good { --own: var(--good); --tint: var(--good-tint); }
    .bad { --own: var(--bad); --tint: var(--bad-tint); }
    .missed { --own: var(--missed); --tint: var(--missed-tint); }
    .running { --own: var(--running); --tint: var(--running-tint); }
    .quiet { --own: var(--quiet); --tint: var(--quiet-tint); }

    """

  private static let frame = """
    *, *::before, *::after { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-padding-top: 4rem; }
    body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 var(--letters); }
    a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
    a:hover { text-decoration-thickness: 2px; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
    main:focus { outline: none; }
    h1, h2, h3 { line-height: 1.2; margin: 0; font-weight: 650; letter-spacing: -0.012em; overflow-wrap: anywhere; }
    h1 { font-size: 1.7rem; }
    h2 { font-size: 1.1rem; }
    h3 { font-size: 0.95rem; }
    p { margin: 0; max-width: 75ch; }
    .skip { position: absolute; left: -200vw; top: 0.5rem; background: var(--paper); padding: 0.6rem 1rem; z-index: 9; }
    .skip:focus { left: 0.5rem; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .top { background: var(--paper); border-bottom: 1px solid var(--line); }
    .bar { max-width: 112rem; margin: 0 auto; padding: 0 2rem; display: flex; align-items: center; gap: 1.5rem; min-height: 3.4rem; }
    .brand { display: inline-flex; gap: 0.5rem; align-items: center; font-weight: 700; font-size: 1.05rem; color: var(--ink);
      text-decoration: none; letter-spacing: -0.01em; }
    .bell { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    .bar nav { flex: 1; min-width: 0; overflow-x: auto; scrollbar-width: none; }
    .bar ul { display: flex; gap: 0.15rem; list-style: none; margin: 0; padding: 0.3rem; }
    .bar li a { display: block; padding: 0.4rem 0.7rem; border-radius: 0.45rem; color: var(--soft); text-decoration: none; white-space: nowrap; }
    .bar li a:hover { background: var(--raise); color: var(--ink); }
    .bar li a[aria-current] { background: var(--raise); color: var(--ink); font-weight: 600; }
    .who { display: flex; align-items: center; gap: 0.9rem; color: var(--soft); font-size: 0.85rem; white-space: nowrap; }
    .who form { margin: 0; }
    .live:not(:empty)::before { content: ""; display: inline-block; width: 0.55em; height: 0.55em; border-radius: 50%; margin-right: 0.4em;
      border: 1.5px solid var(--soft); }
    .live[data-mood=on]::before { background: var(--good); border-color: var(--good); }
    main { max-width: 112rem; margin: 0 auto; padding: 1.8rem 2rem 3rem; display: grid; gap: 1.6rem; }
    main > *, .columns > *, .stack > *, .card > *, .field > * { min-width: 0; }
    .bottom { max-width: 112rem; margin: 0 auto; padding: 1.2rem 2rem 2.5rem; color: var(--soft); font-size: 0.85rem; }

    """

  private static let pieces = """
    .title { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; }
    .title .actions { margin-left: auto; }
    .lead { font-size: 1.02rem; color: var(--soft); }
    .faint, .hint, .empty { color: var(--soft); }
    .health { display: grid; gap: 0.35rem; padding: 1.3rem 1.5rem; background: var(--paper); border: 1px solid var(--line);
      border-left: 5px solid var(--own); border-radius: 0.7rem; }
    .health h1 { font-size: 1.45rem; display: flex; gap: 0.7rem; align-items: center; }
    .health .shape { width: 20px; height: 20px; }
    .card { background: var(--paper); border: 1px solid var(--line); border-radius: 0.7rem; padding: 1.2rem 1.5rem 1.35rem; display: grid;
      gap: 0.9rem; align-content: start; }
    .columns { display: grid; gap: 1.6rem; grid-template-columns: minmax(0, 1fr); }
    .stack { display: grid; gap: 1.6rem; align-content: start; }
    .mark { display: inline-flex; align-items: center; gap: 0.4em; color: var(--own); font-weight: 550; white-space: nowrap; }
    .mark.long { white-space: normal; align-items: baseline; }
    .local { display: block; }
    .shape { flex: none; fill: none; stroke: var(--own); stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
    .tag { display: inline-block; padding: 0 0.5em; border-radius: 0.3rem; background: var(--raise); color: var(--ink); font-size: 0.85em;
      text-decoration: none; }
    .strip { display: inline-flex; flex-wrap: wrap; gap: 2px; }
    td .strip { flex-wrap: nowrap; }
    .strip .cell { display: inline-grid; place-items: center; width: 18px; height: 22px; border-radius: 3px; background: var(--tint); }
    .strip .shape { width: 9px; height: 9px; stroke-width: 3; }
    .concerns { list-style: none; margin: 0; padding: 0; display: grid; }
    .concerns li { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr) auto; gap: 0.15rem 1rem; padding: 0.7rem 0;
      border-top: 1px solid var(--line); align-items: baseline; }
    .concerns li:first-child { border-top: 0; padding-top: 0; }
    .concerns .what { overflow-wrap: anywhere; }
    .concerns .advice { display: block; color: var(--soft); font-size: 0.9em; }
    .concerns time { color: var(--soft); font-size: 0.9em; white-space: nowrap; }
    .actions { display: flex; flex-wrap: wrap; gap: 0.5rem; }
    .button, button { display: inline-block; font: inherit; font-weight: 550; padding: 0.42rem 0.95rem; border-radius: 0.45rem; cursor: pointer;
      border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); text-decoration: none; }
    .button:hover, button:hover { filter: brightness(1.1); }
    .button.quiet { background: var(--paper); color: var(--ink); border-color: var(--soft); }
    .button.quiet:hover { background: var(--raise); filter: none; }
    .button.grave { background: var(--bad); border-color: var(--bad); color: var(--paper); }
    .plain { background: none; border: 0; padding: 0.2rem 0; color: var(--accent); text-decoration: underline; font-weight: 400; }
    .form, .filter { display: flex; flex-wrap: wrap; gap: 0.9rem 1rem; align-items: end; }
    .form { flex-direction: column; align-items: stretch; max-width: 34rem; }
    .field { display: grid; gap: 0.25rem; }
    .field label { font-weight: 550; font-size: 0.9rem; }
    .field.check { display: flex; gap: 0.5rem; align-items: center; }
    .field.check label { font-weight: 400; font-size: 1rem; }
    .hint { font-size: 0.85rem; }
    input[type=text], input[type=search], input[type=number], input[type=password], select { font: inherit; color: var(--ink);
      background: var(--paper); border: 1px solid var(--soft); border-radius: 0.45rem; padding: 0.4rem 0.6rem; min-width: 0; width: 100%; }
    .filter:has(.hint) { align-items: center; }
    .tight { display: grid; gap: 0.6rem; }
    .filter .field { flex: 0 1 12rem; }
    .filter .field:first-child { flex: 1 1 16rem; max-width: 28rem; }
    input[type=checkbox] { width: 1.1rem; height: 1.1rem; accent-color: var(--accent); margin: 0; }
    .facts { margin: 0; display: grid; gap: 0.1rem; }
    .facts > div { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: 1rem; padding: 0.34rem 0; border-top: 1px solid var(--line); }
    .facts > div:first-child { border-top: 0; }
    .facts dt { color: var(--soft); }
    .facts dd { margin: 0; overflow-wrap: anywhere; }
    .notice { padding: 0.8rem 1.1rem; border-radius: 0.5rem; border-left: 4px solid var(--own); background: var(--tint); }
    .stamp .absolute { font-variant-numeric: tabular-nums; white-space: nowrap; }
    .stamp .relative { color: var(--soft); font-size: 0.88em; white-space: nowrap; }
    pre, code { font-family: var(--digits); font-size: 0.875em; }
    pre { margin: 0; padding: 0.9rem 1.1rem; background: var(--raise); border-radius: 0.5rem; overflow: auto; max-height: 30rem;
      white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.45; }
    .path { list-style: none; margin: 0; padding: 0; display: grid; gap: 0; }
    .path li { display: grid; grid-template-columns: 1.4rem minmax(0, 1fr); gap: 0.1rem 0.8rem; padding-bottom: 0.9rem; position: relative; }
    .path li::before { content: ""; width: 0.8rem; height: 0.8rem; border-radius: 50%; background: var(--accent); margin: 0.35rem 0 0 0.2rem;
      border: 2px solid var(--accent); }
    .path li.open::before { background: var(--paper); border-color: var(--soft); }
    .path li:not(:last-child)::after { content: ""; position: absolute; left: 0.55rem; top: 1.2rem; bottom: -0.3rem; width: 2px;
      background: var(--line); }
    .path strong { display: block; }
    .path .step { display: grid; }
    .sign-in main { max-width: 30rem; padding-top: 10vh; }
    .sign-in .form { padding: 1.3rem 1.5rem; background: var(--paper); border: 1px solid var(--line); border-radius: 0.7rem; }
    summary { cursor: pointer; color: var(--accent); }

    """

  private static let tables = """
    .scroll { overflow-x: auto; margin: 0 -1.5rem; padding: 0 1.5rem; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    caption { text-align: left; color: var(--soft); padding-bottom: 0.4rem; }
    th, td { text-align: left; vertical-align: baseline; padding: 0.5rem 1.1rem 0.5rem 0; border-top: 1px solid var(--line); font-weight: 400; }
    th:last-child, td:last-child { padding-right: 0; }
    thead th { color: var(--soft); font-size: 0.82rem; font-weight: 550; border-top: 0; white-space: nowrap; padding-top: 0; }
    tbody tr:hover { background: color-mix(in srgb, var(--raise) 60%, transparent); }
    tbody th a { text-decoration: none; }
    tbody th a:hover { text-decoration: underline; }
    .name { font-weight: 550; overflow-wrap: anywhere; min-width: 8rem; }
    .name a { text-decoration: none; }
    .name a:hover { text-decoration: underline; }
    .name small, .words small { display: block; font-weight: 400; color: var(--soft); }
    .number { white-space: nowrap; }
    .why { color: var(--soft); min-width: 14rem; }
    .pages { display: flex; gap: 1.2rem; align-items: center; }
    .heat { table-layout: fixed; min-width: 22rem; font-size: 0.72rem; }
    .heat th, .heat td { padding: 0; border: 1px solid var(--paper); text-align: center; height: 1.35rem; }
    .heat tbody th { text-align: left; color: var(--soft); white-space: nowrap; font-size: 0.75rem; }
    .heat thead th { font-size: 0.7rem; }
    .heat col.day { width: 5.2rem; }
    .heat td { background: var(--raise); color: transparent; }
    .heat td.w1 { background: color-mix(in srgb, var(--accent) 16%, var(--paper)); }
    .heat td.w2 { background: color-mix(in srgb, var(--accent) 34%, var(--paper)); }
    .heat td.w3 { background: color-mix(in srgb, var(--accent) 54%, var(--paper)); }
    .heat td.w4 { background: color-mix(in srgb, var(--accent) 76%, var(--paper)); }
    .heat td.w5 { background: var(--accent); }
    .key { display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; color: var(--soft); font-size: 0.85rem; }

    """

  private static let plots = """
    .plot { margin: 0; display: grid; gap: 0.3rem; }
    .plot svg { display: block; width: 100%; height: 9rem; border-bottom: 1px solid var(--line); }
    .plot.small svg { height: 5.5rem; }
    .plot rect { fill: var(--own); }
    .plot rect.due { fill: var(--due); }
    .plot rect.ahead { fill: var(--raise); opacity: 0.55; }
    .plot line.now { stroke: var(--ink); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
    .plot figcaption { color: var(--soft); font-size: 0.9rem; }
    .axis { display: flex; justify-content: space-between; color: var(--soft); font-size: 0.78rem; }
    .scale { color: var(--soft); font-size: 0.78rem; }

    """

  private static let widths = """
    @media (min-width: 1100px) {
      .columns { grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr); align-items: start; }
      .columns.even { grid-template-columns: repeat(2, minmax(0, 1fr)); }
    }
    @media (max-width: 720px) {
      .bar { flex-wrap: wrap; gap: 0 1rem; padding: 0.5rem 1rem 0; }
      .bar nav { order: 3; flex-basis: 100%; margin: 0 -1rem; padding: 0 0.6rem; }
      .who { margin-left: auto; gap: 0.7rem; }
      .viewer { max-width: 8.5rem; overflow: hidden; text-overflow: ellipsis; }
      main { padding: 1.1rem 1rem 2rem; gap: 1.1rem; }
      .columns, .stack { gap: 1.1rem; }
      .card, .health { padding: 1rem; }
      .scroll { margin: 0 -1rem; padding: 0 1rem; }
      .bottom { padding: 1rem; }
      h1 { font-size: 1.4rem; }
      .health h1 { font-size: 1.2rem; align-items: baseline; }
      .title .actions { margin-left: 0; }
      .concerns li { grid-template-columns: minmax(0, 1fr) auto; }
      .concerns .what { grid-column: 1 / -1; grid-row: 2; }
      .facts > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
      .axis span:nth-child(even) { display: none; }
      .filter .field { flex: 1 1 8rem; }
      .filter .field:first-child { flex-basis: 100%; max-width: none; }
      .heat col.day { width: 4.4rem; }
      .button, button:not(.plain) { padding-block: 0.55rem; }
    }
    @media (prefers-reduced-motion: no-preference) { .button, button { transition: filter 0.12s; } }
    @media (forced-colors: active) { .plot rect, .heat td { forced-color-adjust: none; } }
    @media print { .top, .actions, .filter { display: none; } body { background: none; } }
    """
}
