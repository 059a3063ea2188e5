"""Writes the generated files of the contract, the README's table of exports, and the schedules'."""

from site_contract import exports_table, generate, schedules_table

for path in generate.write():
    print(f"site_contract/{path}")
if exports_table.write():
    print("README.md")
if schedules_table.write():
    print("docs/schedules.md")
