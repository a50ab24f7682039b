"""After an installation no first run waits for a compiler."""

import json
import subprocess
import sys

ASKED = """
import importlib, json, pkgutil
import assets.text, assets.corpora.stars
from numba.core.dispatcher import Dispatcher
from orchestration.verbs.warming import warm
warm()
modules = [assets.corpora.stars, *(importlib.import_module(f"assets.text.{found.name}") for found in pkgutil.iter_modules(assets.text.__path__))]
kernels = {f"{module.__name__}.{name}": value for module in modules for name, value in vars(module).items()
           if isinstance(value, Dispatcher) and value.py_func.__module__ == module.__name__}
inner = {name for kernel in kernels.values() for name in kernel.py_func.__code__.co_names}      # compiled with those that call them
print(json.dumps({name: len(kernel.signatures) for name, kernel in kernels.items() if name.rsplit(".", 1)[1] not in inner}))
"""


def test_warming_compiles_every_kernel_for_one_kind_of_arguments():
    answer = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    compiled = json.loads(answer.stdout.splitlines()[-1])
    assert len(compiled) > 15
    training = {"assets.text.linear._pairs"}
    assert {name for name, signatures in compiled.items() if not signatures} == training, "what only training calls may wait"
