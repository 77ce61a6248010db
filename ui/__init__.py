"""The browser side: the chat page and the guides' own pages. Nothing in `advisor` imports it."""
