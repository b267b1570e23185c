"""The README's calls, run as they stand against a real server."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_call_answers(address: str, tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```bash\n(.*?)```", text, re.DOTALL)
    script = "\n".join(blocks).replace("http://127.0.0.1:8000", address)
    script = script.replace("curl -s", "curl -sS --fail-with-body --max-time 30")
    script = script.replace("python3 -c", f"{sys.executable} -c")

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        # Some calls leave a file behind.
        cwd=tmp_path,
    )

    assert done.returncode == 0, done.stdout[-1500:] + done.stderr
    assert len(blocks) >= 5
    assert '"first_step"' in done.stdout
