"""No tables of its own: it stands round those of others. Django tells only an app with models of migrations."""
