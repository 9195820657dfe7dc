"""The content security policy that every page of the kit holds to.

Django templates cannot weaken it: nothing in the kit writes ``style=``, ``onclick=`` or an inline script, but for
the one line that GOV.UK Frontend puts at the start of ``body``, which is allowed by its hash.
"""

from __future__ import annotations

BODY_SNIPPET = (
    "document.body.className += ' js-enabled' + "
    "('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');"
)
BODY_SNIPPET_HASH = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"

# The values of django-csp's CONTENT_SECURITY_POLICY["DIRECTIVES"].
DIRECTIVES: dict[str, list[str]] = {
    "default-src": ["'none'"],
    "script-src": ["'self'", BODY_SNIPPET_HASH],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "manifest-src": ["'self'"],
}
