"""Gradio's theme: every colour is a variable of `style.css`, which knows light and dark."""

from gradio.themes import Base
from gradio.themes.utils import sizes

_COLOURS = {
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--soft)",
    "background_fill_primary": "var(--surface)",
    "background_fill_secondary": "var(--paper)",
    "border_color_primary": "var(--line)",
    "border_color_accent": "var(--accent)",
    "link_text_color": "var(--accent)",
    "link_text_color_hover": "var(--accent)",
    "link_text_color_active": "var(--accent)",
    "link_text_color_visited": "var(--accent)",
    "block_background_fill": "transparent",
    "block_border_color": "var(--line)",
    "input_background_fill": "var(--surface)",
    "input_background_fill_focus": "var(--surface)",
    "input_border_color": "var(--line)",
    "input_border_color_focus": "var(--accent)",
    "input_placeholder_color": "var(--soft)",
    "button_primary_background_fill": "var(--accent)",
    "button_primary_background_fill_hover": "var(--accent-strong)",
    "button_primary_text_color": "var(--on-accent)",
    "button_primary_text_color_hover": "var(--on-accent)",
    "button_primary_border_color": "var(--accent)",
    "button_secondary_background_fill": "var(--surface)",
    "button_secondary_background_fill_hover": "var(--tint)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_text_color_hover": "var(--ink)",
    "button_secondary_border_color": "var(--line)",
    "color_accent_soft": "var(--tint)",
}


def theme() -> Base:
    """Our look: the fonts of the user's own system, colours from the style sheet."""
    base = Base(
        font=("system-ui", "sans-serif"),
        font_mono=("ui-monospace", "monospace"),
        text_size=sizes.text_md,
        radius_size=sizes.radius_md,
    )
    base.name = "match-advisor"
    both = {f"{name}{mode}": value for name, value in _COLOURS.items() for mode in ("", "_dark")}
    # The paper's own two colours: the window has them before the style sheet is there.
    both |= {"body_background_fill": "#f6f4ee", "body_background_fill_dark": "#12191c"}
    return base.set(**both, block_border_width="0px", block_shadow="none", input_shadow="none", block_padding="0px")
