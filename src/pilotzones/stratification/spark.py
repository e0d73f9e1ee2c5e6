"""Checked tables on Spark, for features and counting tables of more rows than one machine takes.

The files are read and checked by DuckDB as ever; the checked rows, in their exact decimals, go over
to Spark in portions and lie there encrypted. The same Ibis expressions then run on either engine.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotzones.errors import Fault, InputError, MissingPartError
from pilotzones.stratification.engine import DUCKDB, LOCAL_SPARK, is_engine, quiet, table_of
from pilotzones.stratification.payments import payments_of

if TYPE_CHECKING:
    import ibis

    from pilotzones.stratification.reading import PeopleTables

_PORTION = 1_000_000
"""Rows that go over to Spark at once; all that this process holds of them."""
_TABLES = ("persons", "deliveries", "diagnoses")
_DIRS = ("SPARK_LOCAL_DIRS", "SPARK_EXECUTOR_DIRS", "LOCAL_DIRS")
"""Variables that would send spilled rows elsewhere than ``spark.local.dir`` says."""
_LOGGERS = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")
"""Loggers with which PySpark 4 writes errors, values of rows among them, to stderr."""
_SILENT = """\
appender.none.type = Null
appender.none.name = none
rootLogger.level = off
rootLogger.appenderRef.none.ref = none
logger.python.name = org.apache.spark.api.python.PythonGatewayServer
logger.python.level = off
"""
"""Log4j: nothing is said, since any line may quote a row. Without an appender Spark would put its
own settings in place of these; without the second level it would set the first to its own."""


@contextmanager
def on_engine(tables: PeopleTables, engine: str, folder: Path) -> Iterator[PeopleTables]:
    """The tables in the engine that computes: as they are, or on Spark until the end of the block.

    Parameters
    ----------
    engine
        ``duckdb``; ``spark``: on this machine, which nobody can reach over a network; else the
        master URL of a cluster (``spark://...``, ``yarn``, ``k8s://...``).
    folder
        Folder of the run. What Spark writes on this machine lies in it, encrypted with a key that
        Spark makes and keeps in memory.

    Raises
    ------
    InputError, MissingPartError
        As `refuse_engine_without_parts`.
    PilotzonesError
        As `engine.quiet`.
    """
    if engine == DUCKDB:
        yield tables
        return
    refuse_engine_without_parts(engine)
    with quiet():
        session = _session(engine, folder)
    try:
        with quiet():
            yield _moved(tables, session)
    finally:
        _end(session)


def refuse_engine_without_parts(engine: str) -> None:
    """Nothing, where the engine can be started: asked before anything long begins.

    Raises
    ------
    InputError
        ``input.spark_engine``: there is no such engine.
    MissingPartError
        ``part.spark`` or ``part.java``: PySpark or Java is not there.
    """
    if not is_engine(engine):
        raise InputError(Fault("input.spark_engine", column="--engine", value=engine))
    if engine == DUCKDB:
        return
    try:
        import_module("pyspark")
    except ImportError:
        raise MissingPartError(Fault("part.spark")) from None
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home, "bin")) if home else None) is None:
        raise MissingPartError(Fault("part.java"))


def settings(engine: str, folder: Path) -> dict[str, str]:
    """Settings of Spark that hold whatever ``spark-defaults.conf`` says."""
    log = folder / "log4j2.properties"
    java = f"-Dlog4j2.configurationFile={log.as_uri()} -Djava.io.tmpdir={folder} -XX:-UsePerfData"
    local = engine == LOCAL_SPARK
    found = {
        "spark.app.name": "pilotzones",
        "spark.master": "local[*]" if local else engine,
        "spark.local.dir": str(folder / "spark"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.io.encryption.enabled": "true",
        "spark.io.encryption.keySizeBits": "256",
        "spark.eventLog.enabled": "false",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.defaultJavaOptions": java,
        # a portion in four parts, not in hundreds
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(_PORTION // 4),
    }
    if local:
        here = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        # Spark's own default of 200 parts is that of a cluster
        return found | here | {"spark.sql.shuffle.partitions": str(4 * (os.cpu_count() or 1))}
    # without a secret Spark would let anybody in the network fetch its rows: then it does not start
    return found | {"spark.authenticate": "true", "spark.network.crypto.enabled": "true"}


def _session(engine: str, folder: Path) -> Any:
    pyspark = import_module("pyspark")  # not there where the extra is not: no import of the module
    for name in _LOGGERS:
        import_module("pyspark.logger").PySparkLogger.getLogger(name).disabled = True
    (folder / "log4j2.properties").write_text(_SILENT, encoding="ascii")
    (folder / "spark").mkdir(mode=0o700, exist_ok=True)
    conf = pyspark.SparkConf(loadDefaults=False).setAll(list(settings(engine, folder).items()))
    kept = {name: os.environ.pop(name) for name in _DIRS if name in os.environ}
    try:
        return import_module("pyspark.sql").SparkSession(pyspark.SparkContext(conf=conf))
    finally:
        os.environ.update(kept)


def _end(session: Any) -> None:
    """End Spark and its Java: another run in this process has another folder."""
    context = import_module("pyspark").SparkContext
    gateway = session.sparkContext._gateway  # PySpark has no public way to end its Java
    with contextlib.suppress(Exception):  # Java may be gone already: then nothing is left to end
        session.stop()
    with contextlib.suppress(Exception):
        gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()
    context._gateway = context._jvm = None


def _moved(tables: PeopleTables, session: Any) -> PeopleTables:
    import ibis

    backend = ibis.pyspark.connect(session)
    found = {}
    for name in _TABLES:
        table = getattr(tables, name)
        if table is not None:
            _hand_over(table, session, name)
            found[name] = table_of(backend, name)
    window = (tables.years[0], tables.year, tables.years[-1])
    found["payments"] = payments_of(found["deliveries"], tables.kinds, window)
    return replace(tables, **found)


def _hand_over(table: ibis.Table, session: Any, name: str) -> None:
    """View of Spark with the rows of a table, which Spark keeps on disk, encrypted."""
    import pyarrow as pa

    on_disk = import_module("pyspark").StorageLevel.DISK_ONLY
    home: Any = table.get_backend()  # Ibis 12 asks for portions by a name that DuckDB 2 has not
    portions = home.con.sql(home.compile(table)).to_arrow_reader(_PORTION)
    schema = table.schema().to_pyarrow()
    whole = None
    for batch in portions:
        rows = pa.Table.from_batches([batch]).cast(schema)
        # the checkpoint lets go of the rows that Java got, once they are on disk
        part = session.createDataFrame(rows).localCheckpoint(eager=True, storageLevel=on_disk)
        whole = part if whole is None else whole.union(part)
    if whole is None:
        whole = session.createDataFrame(schema.empty_table())
    whole.createOrReplaceTempView(name)
