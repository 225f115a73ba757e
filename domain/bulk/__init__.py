"""Acts in many cases at once (批量办理): which acts, how a list is kept and told. No SQL, no Temporal."""
