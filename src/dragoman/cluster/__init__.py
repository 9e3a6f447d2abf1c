"""Reading on many machines: Ray shares the inputs out, each shard becomes Parquet files, once."""
