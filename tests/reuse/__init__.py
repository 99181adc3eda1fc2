"""`witness` as others use it: paths, the pytest plugin, the wheel, the examples."""
