"""Parquet files written in portions, with the same bytes however the portions are cut."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

_GROUP = 131_072
"""Rows of a row group; the last one has fewer."""


def _worded(schema: pa.Schema) -> list[str]:
    """Names of the columns of words: only these are written with a dictionary."""
    return [f.name for f in schema if pa.types.is_dictionary(f.type) or pa.types.is_string(f.type)]


class Sink(AbstractContextManager["Sink"]):
    """A Parquet file that grows; it stands under its name only when it is whole."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path = path
        self._aside = path.with_name(path.name + ".part")
        self._schema = schema
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self._writer = ParquetWriter(
            self._aside,
            schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=_worded(schema),  # pyright: ignore[reportArgumentType] # also names
            store_schema=False,
        )

    def add(self, table: pa.Table) -> None:
        """Take rows in; whole row groups are written."""
        self._waiting.append(table)
        self._rows += len(table)
        if self._rows >= _GROUP:
            whole = pa.concat_tables(self._waiting)
            start = 0
            while self._rows - start >= _GROUP:
                self._write(whole.slice(start, _GROUP))
                start += _GROUP
            self._waiting, self._rows = [whole.slice(start)], self._rows - start

    def _write(self, table: pa.Table) -> None:
        self._writer.write_table(table.combine_chunks(), row_group_size=_GROUP)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what waits and put the file in place; after an error, leave nothing."""
        if kind is None and self._rows:
            self._write(pa.concat_tables(self._waiting))
        self._writer.close()
        if kind is None:
            self._aside.replace(self.path)
        else:
            self._aside.unlink()
