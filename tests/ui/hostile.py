"""Strings that try to run as script or to lead elsewhere, and a guide that is made of them."""

from html.parser import HTMLParser

from advisor.documents import Guide, Section

STRINGS = (
    "<script>window.hacked=1</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=window.hacked=1>",
    "<img/src/onerror=window.hacked=1>",
    "<svg onload=window.hacked=1>",
    "<svg><animate onbegin=window.hacked=1 attributeName=x dur=1s>",
    "<iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
    "<body onload=window.hacked=1>",
    "<details open ontoggle=window.hacked=1>x</details>",
    "<input autofocus onfocus=window.hacked=1>",
    "<a href='javascript:window.hacked=1'>x</a>",
    "<math><a xlink:href=javascript:window.hacked=1>x</a></math>",
    "<form action=javascript:window.hacked=1><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=javascript:window.hacked=1'>",
    "<base href=//evil.example/>",
    "<style>*{background:url(//evil.example)}</style>",
    "</textarea></template></title><script>window.hacked=1</script>",
    "[x](javascript:window.hacked=1)",
    "[x](JaVaScRiPt&colon;window.hacked=1)",
    "[x](data:text/html,<script>window.hacked=1</script>)",
    "[x](vbscript:msgbox)",
    "<javascript:window.hacked=1>",
    "![x](x\"onerror=window.hacked=1)",
    "![x](javascript:window.hacked=1)",
    "[x]: javascript:window.hacked=1",
    '" onmouseover="window.hacked=1" x="',
    "' onfocus='window.hacked=1' autofocus='",
    "${window.hacked=1}",
    "{{constructor.constructor('window.hacked=1')()}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "&lt;script&gt;window.hacked=1&lt;/script&gt;",
    "&#106;avascript:window.hacked=1",
    "--><script>window.hacked=1</script><!--",
    "]]><script>window.hacked=1</script>",
)  # fmt: skip

RUNS = frozenset({"base", "embed", "form", "iframe", "img", "input", "math", "object", "script", "style", "svg"})
OWN_SCRIPT = "/page/guide.js"


def guide(name: str = "hostile") -> Guide:
    """Each string as heading and text of a section, and all of them in title and front matter."""
    text, sections = "", []
    for number, string in enumerate(STRINGS):
        start, end = len(text), len(text) + len(string)
        anchor = f"{number}-{string}"
        sections.append(Section(f"{name}#{anchor}", name, (string, f"{string}?"), anchor, start, end, string))
        text += f"{string}\n\n"
    everything = " ".join(STRINGS)
    about = {"summary": everything, "reviewed": everything, "topics": [*STRINGS], "sources": [*STRINGS]}
    return Guide(name, everything, f"{everything}.md", text, tuple(sections), about)


class Harm(HTMLParser):
    """Collects what of a page could run or lead elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        given = dict(attrs)
        if tag in RUNS and given.get("src") != OWN_SCRIPT:
            self.found.append(f"<{tag}>")
        if tag == "meta" and "http-equiv" in given:
            self.found.append("<meta http-equiv>")
        self.found += [f"{tag} {name}" for name in given if name.startswith("on") or name in ("style", "srcdoc")]
        address = given.get("href") or given.get("src") or given.get("action") or "/"
        if not address.startswith(("/", "#", "https://", "http://")) or address.startswith("//"):
            self.found.append(f"{tag} -> {address}")


def harm(page: str) -> list[str]:
    """What of a page could run or lead elsewhere; nothing, if all is well."""
    reader = Harm()
    reader.feed(page)
    reader.close()
    return reader.found
