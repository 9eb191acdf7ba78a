"""onrecord reads news reports and keeps the record of statements: who said what, to whom, on whose word.

>>> import onrecord
>>> record = onrecord.read(b'The dam will hold, the ministry said on Monday.')
>>> [s.content[0].of(record.article.text) for s in record.statements]
['The dam will hold']
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.compare import Comparison, compare
    from onrecord.errors import InputError, ModelError, OnrecordError, UsageError
    from onrecord.ledger import LedgerError, open
    from onrecord.phrase import line
    from onrecord.pipeline import read
    from onrecord.types import Record

__all__ = ["Comparison", "InputError", "LedgerError", "ModelError", "OnrecordError", "Record", "UsageError", "compare", "line", "open", "read"]
__version__ = "0.1.0"

_HOME = {
    "read": "pipeline", "compare": "compare", "Comparison": "compare", "line": "phrase", "open": "ledger", "LedgerError": "ledger", "Record": "types",
    "InputError": "errors", "ModelError": "errors", "OnrecordError": "errors", "UsageError": "errors",
}  # fmt: skip


class _Package(ModuleType):
    """Loads a public name when it is first used: `import onrecord` and `onrecord --help` answer at once."""

    def __getattr__(self, name: str) -> Any:
        if name not in _HOME:
            raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
        return getattr(import_module(f"onrecord.{_HOME[name]}"), name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep `onrecord.read` the function: Python would bind the package of that name over it when it is imported."""
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
