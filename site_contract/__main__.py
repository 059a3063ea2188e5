"""Writes the generated files of the contract."""

from site_contract.generate import write

for path in write():
    print(f"site_contract/{path}")
