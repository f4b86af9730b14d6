"""The frame of every page that is written: one file, without scripts, that loads nothing; light, dark, and on paper."""

from __future__ import annotations

from html import escape

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
STYLE = """
:root { color-scheme: light dark; --text: #1c1c1e; --soft: #5f6368; --page: #fff; --card: #f6f7f9; --line: #d9dce1;
  --jp-success-color1: #2e7d32; --jp-warn-color1: #b26a00; --jp-error-color1: #b71c1c; --jp-info-color1: #1565c0;
  --jp-content-font-color1: var(--text) }
@media screen and (prefers-color-scheme: dark) { :root { --text: #e8e8ea; --soft: #a2a7ae; --page: #17181b;
  --card: #212327; --line: #3a3d43; --jp-success-color1: #66bb6a; --jp-warn-color1: #ffb74d;
  --jp-error-color1: #ef5350; --jp-info-color1: #64b5f6 } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); max-width: 52rem;
  margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem } p { margin: .4rem 0 }
.soft { color: var(--soft) } .score { font-size: 1.25rem; font-weight: 600; margin: .5rem 0 }
meter { width: 100%; height: 1rem } code, pre { font: .875em/1.45 ui-monospace, monospace }
pre, td code { background: var(--card); border-radius: 4px; padding: 2px 6px } pre { padding: 8px; overflow-x: auto }
.cards > div { background: var(--card); border-radius: 0 6px 6px 0; padding: 6px 14px !important;
  margin: 12px 0 !important; max-width: none !important; break-inside: avoid; overflow-x: auto }
table { border-collapse: collapse; margin: .5rem 0 } caption { text-align: left; color: var(--soft) }
th, td { text-align: left; padding: 3px 14px 3px 0; vertical-align: top; overflow-wrap: normal }
.wide { width: 100% } .wide th, .wide td { border-bottom: 1px solid var(--line) } td.n, th.n { text-align: right;
  font-variant-numeric: tabular-nums; white-space: nowrap } a { color: var(--jp-info-color1) }
sub, sup { line-height: 0 } details { margin: .3rem 0 } summary { cursor: pointer } img { max-width: 100% }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .5rem; font-size: .875rem;
  color: var(--soft) }
@media print { :root { color-scheme: light } body { font-size: 11pt; max-width: none; padding: 0 } }
"""


def page(title: str, body: str) -> str:
    """A whole page; `title` is text, `body` is HTML."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def rows(cells: list[list[str]], header: list[str], numeric: set[int] = frozenset()) -> str:  # type: ignore[assignment]
    """A table over the whole width; the cells are HTML, the columns in `numeric` hold numbers."""

    def line(one: list[str], tag: str) -> str:
        kinds = [" class='n'" if i in numeric else "" for i in range(len(one))]
        return "".join(f"<{tag}{kind}>{cell}</{tag}>" for cell, kind in zip(one, kinds))

    inner = "".join(f"<tr>{line(one, 'td')}</tr>" for one in cells)
    head = line(header, "th").replace("<th", '<th scope="col"')
    return f'<table class="wide"><thead><tr>{head}</tr></thead><tbody>{inner}</tbody></table>'
