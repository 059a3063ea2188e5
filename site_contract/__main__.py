"""Writes the generated files of the contract, and the README's table of exports."""

from site_contract import exports_table, generate

for path in generate.write():
    print(f"site_contract/{path}")
if exports_table.write():
    print("README.md")
