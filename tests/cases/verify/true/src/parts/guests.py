import sys
for line in sys.stdin:
    print(f"{', '.join(sys.argv[1:])}: {line.strip().upper()}")
