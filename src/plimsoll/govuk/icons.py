"""Small drawings, 16 by 16, one colour (the text's), hidden from screen readers.

They stand in the page itself, so that they print, follow forced colours and need no second request. A drawing
never stands alone: the word is always beside it.
"""

from __future__ import annotations

from functools import cache

from django.utils.safestring import SafeString, mark_safe

_STROKE = 'fill="none" stroke="currentColor" stroke-width="2"'
_THIN = 'fill="none" stroke="currentColor" stroke-width="1.7"'

SHAPES: dict[str, str] = {
    "triangle": '<path d="M8 .8 15.8 15H.2z"/>',
    "diamond": '<path d="M8 0 16 8 8 16 0 8z"/>',
    "circle": '<circle cx="8" cy="8" r="7"/>',
    "unknown": f'<circle cx="8" cy="8" r="6.5" {_STROKE} stroke-dasharray="3.4 2.4"/>',
    "clock": f'<circle cx="8" cy="8" r="6.6" {_STROKE}/><path d="M8 4v4.4l3 1.8" {_STROKE}/>',
    "tick": '<path d="M1.5 8.6 6 13.2 14.5 3.4" fill="none" stroke="currentColor" stroke-width="3"/>',
    "tick_late": '<path d="M1 8.6 4.8 12.6 10.8 5" fill="none" stroke="currentColor" stroke-width="2.6"/>'
    '<path d="M12.6 2h2.8l-.5 7h-1.8zM12.6 11h2.8v2.8h-2.8z"/>',
    "extended": f'<path d="M1 8h9M6.8 4.2 10.6 8l-3.8 3.8M14 2v12" {_STROKE}/>',
    "early": f'<path d="M15 8H6M9.2 4.2 5.4 8l3.8 3.8M2 2v12" {_STROKE}/>',
    "exempt": f'<circle cx="8" cy="8" r="6.6" {_STROKE}/><path d="M3.4 12.6 12.6 3.4" {_STROKE}/>',
    "cross": '<path d="m3 3 10 10M13 3 3 13" fill="none" stroke="currentColor" stroke-width="2.6"/>',
    "lapsed": f'<path d="M2 2h12v12H2z" {_STROKE} stroke-dasharray="3.2 2.2"/>',
    "dash": '<path d="M2.5 6.6h11v2.8h-11z"/>',
    "warning": '<path fill-rule="evenodd" d="M8 .8 15.8 15H.2zM7 5.6h2l-.3 4.8H7.3zM7 11.6h2v2H7z"/>',
    "address": '<path fill-rule="evenodd" d="M8 .6 15.6 7h-2v8.4H2.4V7h-2z'
    'M8 6.2a1.8 1.8 0 0 0-1 3.3V13h2V9.5a1.8 1.8 0 0 0-1-3.3z"/>',
    "pair": '<circle cx="5" cy="4.4" r="2.8"/><path d="M0 14.6c0-4 2-6.2 5-6.2s5 2.2 5 6.2z"/>'
    f'<circle cx="11.6" cy="4.4" r="2" {_THIN}/><path d="M12 8.6c2 .2 3.2 2.2 3.2 5.6" {_STROKE}/>',
    "speech": '<path fill-rule="evenodd" d="M0 1.6h16v10H8L3.6 15.4v-3.8H0zM3 4.4v1.8h10V4.4zM3 7.4v1.8h7V7.4z"/>',
    "star": '<path d="m8 .6 2.3 5 5.4.6-4 3.7 1.1 5.4L8 12.6l-4.8 2.7 1.1-5.4-4-3.7 5.4-.6z"/>',
    "person": '<circle cx="8" cy="4.4" r="3.6"/><path d="M1 15.6c0-4.4 2.8-6.6 7-6.6s7 2.2 7 6.6z"/>',
    "calendar": f'<path d="M1.5 3h13v11.5h-13zM1.5 6.8h13M5 .5V4M11 .5V4" {_THIN}/>',
    "note": f'<path d="M2.5 1h11v14h-11zM5 5h6M5 8h6M5 11h3.6" {_THIN}/>',
    "up": '<path d="m8 2 6.5 9h-13z"/>',
    "down": '<path d="M8 14 1.5 5h13z"/>',
    "updown": '<path d="m8 0 5 6H3zM8 16l-5-6h10z"/>',
    "right": f'<path d="m5 2 6 6-6 6" {_THIN}/>',
}


@cache
def icon(name: str) -> SafeString:
    """The drawing ``name`` as inline SVG; an unknown name raises ``KeyError``."""
    return mark_safe(  # noqa: S308 - every part stands in this file
        f'<svg class="pl-icon pl-icon--{name}" width="16" height="16" viewBox="0 0 16 16" fill="currentColor"'
        f' aria-hidden="true" focusable="false">{SHAPES[name]}</svg>'
    )
