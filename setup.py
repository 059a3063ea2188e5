"""What runners ship to workers; everything else is declared in `pyproject.toml`."""

from setuptools import find_packages, setup

setup(
    packages=find_packages(
        include=["publishing*", "transforms*", "pipelines*", "templates*", "demo*"]
    )
)
