"""Runs a baseline script once per line on stdin, in one process: imports and thread pools are set up once.

Usage: rounds.py SCRIPT [ARGUMENT ...]
Each answer is one line on stdout: the JSON line that the script prints with the peak memory of the process in bytes, or {"error": ...}.
"""
import contextlib
import io
import json
import resource
import runpy
import sys

script = sys.argv[1]
sys.argv = sys.argv[1:]
for _ in sys.stdin:
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            runpy.run_path(script, run_name="__main__")
        row = json.loads(printed.getvalue().strip().splitlines()[-1])
        scale = 1 if sys.platform == "darwin" else 1024
        answer = json.dumps({**row, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale})
    except BaseException as error:  # argparse and sys.exit end a script with SystemExit
        answer = json.dumps({"error": f"{type(error).__name__}: {error}"})
    print(answer, flush=True)
