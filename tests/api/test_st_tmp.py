from __future__ import annotations
import subprocess, os
from tests import make
from tests.personas import INES
def test_x(site):
    pharma = make.organization()
    key = pharma.key(INES)
    ines = pharma.api(INES)
    out = open("build/st.txt","w")
    r = subprocess.run([".venv/bin/schemathesis","run",f"{site}/api/v1/openapi.json","-H",f"Authorization: Bearer {key}","--max-examples",os.environ.get("STN","15"),"--phases","examples,coverage,fuzzing","--continue-on-failure","--no-color" if False else "--workers=1", *os.environ.get("STX","").split()], stdout=out, stderr=subprocess.STDOUT, timeout=500)
    print(r.returncode)
