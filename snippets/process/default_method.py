import sys
from multiprocessing import get_all_start_methods, get_start_method

print(f"Python 3.{sys.version_info.minor} on {sys.platform}")
print(f"available: {', '.join(sorted(get_all_start_methods()))}")
print(f"default: {get_start_method()}")
