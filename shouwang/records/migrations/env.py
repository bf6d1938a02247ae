"""How Alembic reaches the database: on the connection, and in the transaction, of ``open_records``."""

from alembic import context

from shouwang.records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
