"""Another reading of the coordinator's rules, to hold kvplan's against.

    python3 tests/second_model check                 the traces beside the tests
    python3 tests/second_model write FOLDER [COUNT]  random traces with what they must cost
    python3 tests/second_model cover [COUNT]         how often each rule fires over them
    python3 tests/second_model steps TRACE POLICY    the operations of each row; POLICY is JSON

`write` and `cover` print how often each rule fired and exit with 1 where one never did.
"""

import sys

sys.dont_write_bytecode = True

from compare import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], __doc__))
