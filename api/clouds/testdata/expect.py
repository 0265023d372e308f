#!/usr/bin/python3
"""Make expected/ from configurations/, with openstacksdk as the oracle.

Run it where Debian's python3-openstacksdk is installed:

    /usr/bin/python3 expect.py          write expected/*.json
    /usr/bin/python3 expect.py --check  fail if they would change

Each configuration is a text archive: lines of `key: value` (the first line is
its sentence), then the files. It is laid out under a directory of its own and
read in a process of its own with a clean environment, because the SDK looks at
both while it is imported.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
AUTH = [
    "auth_url", "username", "user_id", "user_domain_id", "user_domain_name", "password", "token",
    "application_credential_id", "application_credential_name", "application_credential_secret",
    "project_id", "project_name", "project_domain_id", "project_domain_name",
    "default_domain_id", "default_domain_name", "domain_id", "domain_name", "system_scope", "trust_id",
]


def read(path):
    """Return the headers (a list of pairs) and the files of a configuration."""
    headers, files, name = [], {}, None
    for line in path.read_bytes().decode("utf-8").split("\n"):
        line += "\n"
        if line.startswith("-- ") and line.rstrip("\n").endswith(" --"):
            name = line.strip()[3:-3]
            files[name] = ""
        elif name is not None:
            files[name] += line
        elif not line.strip():
            continue
        elif ": " in line and headers:
            key, value = line.rstrip("\n").split(": ", 1)
            headers.append((key, value))
        else:
            headers.append(("sentence", line.strip()))
    return headers, files


def answer(cloud, region, root):
    """Ask the SDK, in this process, and return what it says."""
    import warnings

    warnings.simplefilter("ignore")
    from openstack.config import loader
    from openstack import version

    def inside(paths):
        return [root + p if p.startswith("/etc/") else p for p in paths]

    said = {"openstacksdk": version.__version__}
    try:
        config = loader.OpenStackConfig(
            config_files=inside(loader.CONFIG_FILES),
            secure_files=inside(loader.SECURE_FILES),
            vendor_files=inside(loader.VENDOR_FILES),
        )
        options = {"region_name": region} if region else {}
        got = config.get_one(cloud or None, **options)
    except BaseException as error:  # whatever it is, the SDK refuses
        said["error"] = type(error).__name__
        return said
    verify, cert = got.get_requests_verify_args()
    key = None
    if isinstance(cert, tuple):
        cert, key = cert
    auth = got.config["auth"]
    said["cloud"] = {
        "name": got.name,
        "region": got.get_region_name("image"),
        "interface": got.get_interface("image"),
        "auth_type": got.config["auth_type"],
        "verify": bool(verify),
        "cacert": verify if isinstance(verify, str) else None,
        "cert": cert,
        "key": key,
        "api_timeout": got.config.get("api_timeout"),
        "image_endpoint_override": got.get_endpoint("image"),
        "image_api_version": got.get_api_version("image"),
        "image_service_type": got.get_service_type("image"),
        "image_service_name": got.get_service_name("image"),
    }
    for name in AUTH:
        said["cloud"][name] = auth.get(name)
    # What is not set is left out, so that only what is there is compared.
    said["cloud"] = {k: v for k, v in said["cloud"].items() if v not in (None, "")}
    return said


def ask(path):
    """Lay out a configuration and ask the SDK about it in a new process."""
    headers, files = read(path)
    one = {key: value for key, value in headers}
    with tempfile.TemporaryDirectory() as root:
        root = os.path.realpath(root)
        for directory in ("cwd", "home/u"):
            os.makedirs(os.path.join(root, directory))
        last = list(files)[-1] if files else None
        for name, content in files.items():
            where = os.path.join(root, name.lstrip("/"))
            os.makedirs(os.path.dirname(where), exist_ok=True)
            with open(where, "w", encoding="utf-8", newline="") as out:
                # The split above left an empty line at the end of the last file.
                out.write(content.removesuffix("\n") if name == last else content)
        environment = {"PATH": os.environ["PATH"], "HOME": root + "/home/u", "LC_ALL": "C.UTF-8"}
        for key, value in headers:
            if key == "env":
                variable, setting = value.split("=", 1)
                environment[variable] = setting.replace("${ROOT}", root)
        done = subprocess.run(
            [sys.executable, str(HERE / "expect.py"), "--ask", one.get("cloud", ""), one.get("region", ""), root],
            cwd=root + "/cwd", env=environment, check=True, capture_output=True, text=True)
        return json.loads(done.stdout.replace(root, ""))


def main():
    if sys.argv[1:2] == ["--ask"]:
        json.dump(answer(*sys.argv[2:5]), sys.stdout)
        return 0
    check = sys.argv[1:] == ["--check"]
    stale = []
    (HERE / "expected").mkdir(exist_ok=True)
    known = set()
    for path in sorted((HERE / "configurations").glob("*.txtar")):
        made = json.dumps(ask(path), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        where = HERE / "expected" / (path.stem + ".json")
        known.add(where)
        if not where.exists() or where.read_text(encoding="utf-8") != made:
            stale.append(where.name)
            if not check:
                where.write_text(made, encoding="utf-8")
    for where in set((HERE / "expected").glob("*.json")) - known:
        stale.append(where.name)
        if not check:
            where.unlink()
    print("%d configurations, %d %s" % (len(known), len(stale), "stale" if check else "changed"))
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
