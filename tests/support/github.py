"""The workflow commands that GitHub reads in the output of a job."""

import re

COMMAND = re.compile(r"::(error|warning|notice) ([a-zA-Z]+=[^:,\n]*(?:,[a-zA-Z]+=[^:,\n]*)*)::(.*)")
