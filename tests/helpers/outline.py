"""A page read strictly, as a parser that forgives nothing would."""

import html.parser

VOID = {"meta", "link", "br", "input", "img", "hr"}


class Outline(html.parser.HTMLParser):
    """Reads a page strictly: every tag closed in its turn; keeps elements, texts and data."""

    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.text, self.held = [], [], "", {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note an element and what it is in."""
        self.seen.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Close the innermost element, which must be this one."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Keep what is read, and what scripts hold."""
        if self.open and self.open[-1] == "script":
            self.held[self.seen[-1][1].get("id", f"script {len(self.held)}")] = data
        elif self.open and self.open[-1] != "style":
            self.text += data

    def all(self, tag):
        """Give the attributes of every element of a kind."""
        return [attrs for found, attrs, _ in self.seen if found == tag]
