#!/usr/bin/python3
"""Make expected/ from configurations/, with the openstack command as the oracle.

Run it where Debian's python3-openstackclient is installed:

    /usr/bin/python3 expect.py          write expected/*.json
    /usr/bin/python3 expect.py --check  fail if they would change

Each configuration is a text archive: lines of `key: value` (the first line is
its sentence), then the files. It is laid out under a directory of its own, and
`openstack image list` is run on it in a process of its own with a clean
environment, before services that answer as Keystone and Glance do and that note
what they are asked for. What the SDK alone makes of the configuration is kept
beside that: it takes the only cloud of a file, which the command wants named,
and knows variables that the command passes over.
"""

import contextlib
import gc
import importlib
import io
import json
import logging
import os
import pathlib
import re
import sys
import tempfile
import urllib.parse
import warnings

warnings.simplefilter("ignore")

import requests  # noqa: E402
import requests.adapters  # noqa: E402
import openstack.config.loader  # noqa: E402
import openstack.version  # noqa: E402
import openstackclient  # noqa: E402
import openstackclient.shell  # noqa: E402
import osc_lib.cli.client_config  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
AUTH = [
    "auth_url", "username", "user_id", "user_domain_id", "user_domain_name", "password", "token",
    "application_credential_id", "application_credential_name", "application_credential_secret",
    "project_id", "project_name", "project_domain_id", "project_domain_name",
    "default_domain_id", "default_domain_name", "domain_id", "domain_name", "system_scope", "trust_id", "passcode",
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


class Services:
    """Keystone and Glance as they answer at any address, and what they saw."""

    def __init__(self, catalog):
        self.catalog, self.region, self.type, self.name = catalog, None, "image", "glance"
        self.identity = None
        self.login = self.images = self.verify = self.cert = None

    def send(self, adapter, request, verify=True, cert=None, **_):
        url = urllib.parse.urlsplit(request.url)
        status, headers, body = self.answer(request, url)
        response = requests.Response()
        response.status_code, response.url, response.request = status, request.url, request
        response.reason = {300: "Multiple Choices", 404: "Not Found"}.get(status, "")
        response.headers.update({"Content-Type": "application/json", **headers})
        response.raw = io.BytesIO(json.dumps(body).encode())
        if self.login is None or self.images is None:
            self.verify, self.cert = verify, cert
        return response

    def answer(self, request, url):
        # The identity service is asked first.
        self.identity = self.identity or url.netloc
        if request.method == "POST" and url.path.endswith("/auth/tokens"):
            body = json.loads(request.body)
            if self.login is None:
                self.login = {"url": request.url, "body": body}
                self.when_logging_in()
            if self.lacks_domain(body["auth"]):
                return 400, {}, {"error": {"message": "Expecting to find domain in user or project.", "code": 400}}
            if "application_credential" in body["auth"]["identity"] and "scope" in body["auth"]:
                return 401, {}, {"error": {"message": "Application credentials cannot request a scope.", "code": 401}}
            return 201, {"X-Subject-Token": "gAAA-issued"}, {"token": self.token()}
        if url.netloc != self.identity or "image" in url.path:
            return self.glance(request, url)
        return self.keystone(url)

    @staticmethod
    def lacks_domain(auth):
        """Tell that a name stands without its domain, which Keystone refuses."""
        named = [part["user"] for part in auth["identity"].values() if isinstance(part, dict) and "user" in part]
        scope = auth.get("scope")
        if isinstance(scope, dict) and "project" in scope:
            named.append(scope["project"])
        return any("name" in one and "domain" not in one for one in named)

    @staticmethod
    def keystone(url):
        base, version = re.fullmatch(r"(.*?)(/v[0-9.]+)?/*", url.path).groups()
        link = {"rel": "self", "href": "%s://%s%s/v3/" % (url.scheme, url.netloc, base.rstrip("/"))}
        said = {"id": "v3.14", "status": "stable", "updated": "2020-04-07T00:00:00Z", "links": [link], "media-types": []}
        if version == "/v3":
            return 200, {}, {"version": said}
        if version:
            return 404, {}, {"error": {"message": "not found", "code": 404}}
        return 300, {}, {"versions": {"values": [said]}}

    def glance(self, request, url):
        """A Glance at the root of its host, or under /image."""
        base, rest = re.fullmatch(r"(.*?)(/v2(?:\.[0-9]+)?(?:/.*)?)?", url.path).groups()
        if rest:
            if re.fullmatch(r"/v2(\.[0-9]+)?/images", rest):
                self.images = self.images or request.url.split("?")[0]
                return 200, {}, {"images": [], "schema": "/v2/schemas/images", "first": "/v2/images"}
            # Nobody may look at what lies below a version without a token, and
            # with one there is nothing.
            return (404 if "X-Auth-Token" in request.headers else 401), {}, {}
        root = "/image" if url.path.startswith("/image") else ""
        href = "%s://%s%s/v2/" % (url.scheme, url.netloc, root)
        return 300, {}, {"versions": [
            {"id": "v2." + minor, "status": status, "links": [{"rel": "self", "href": href}]}
            for minor, status in (("15", "CURRENT"), ("0", "SUPPORTED"))]}

    def token(self):
        catalog = self.catalog
        if catalog is None:
            catalog = [{"type": self.type, "name": self.name, "id": "s1", "endpoints": [
                {"id": kind, "interface": kind, "region": self.region, "region_id": self.region,
                 "url": "https://%s.image.example" % kind} for kind in ("public", "internal", "admin")]}]
        return {
            "methods": ["password"], "expires_at": "2099-01-01T00:00:00.000000Z", "issued_at": "2024-01-01T00:00:00.000000Z",
            "user": {"id": "u1", "name": "u", "domain": {"id": "default", "name": "Default"}}, "audit_ids": ["a"],
            "project": {"id": "0123456789abcdef0123456789abcdef", "name": "p", "domain": {"id": "default", "name": "Default"}},
            "roles": [{"id": "r", "name": "member"}], "catalog": catalog,
        }


def fields(got):
    """Return what a configuration of the SDK says about logging in and images."""
    verify, cert = got.get_requests_verify_args()
    key = None
    if isinstance(cert, tuple):
        cert, key = cert
    auth = got.config["auth"]
    said = {
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
    # The services that use images, by the names of the SDK.
    for service in ("compute", "block-storage"):
        word = service.replace("-", "_")
        said[word + "_region"] = got.get_region_name(service)
        said[word + "_interface"] = got.get_interface(service)
    for name in AUTH:
        said[name] = auth.get(name)
    # What is not set is left out, so that only what is there is compared.
    return {k: v for k, v in said.items() if v not in (None, "")}


def sdk_answer(cloud, region):
    """Ask the SDK alone, and return what it says and which cloud it takes."""
    loader, taken = openstack.config.loader, cloud
    try:
        config = loader.OpenStackConfig()
        if not cloud and config.default_cloud != config.envvar_key:
            taken = config.default_cloud or ""
        return {"cloud": fields(config.get_one(cloud or None, **({"region_name": region} if region else {})))}, taken
    except BaseException as error:  # whatever it is, the SDK refuses
        return {"error": type(error).__name__}, taken


def command_answer(cloud, region, catalog):
    """Run `openstack image list` in this process, and return what it did."""
    arguments = (["--os-cloud", cloud] if cloud else []) + (["--os-region-name", region] if region else [])
    services = Services(catalog)
    requests.adapters.HTTPAdapter.send = lambda adapter, request, **options: services.send(adapter, request, **options)
    said, shell = {}, openstackclient.shell.OpenStackShell()

    def note():
        # The command has no name for the cloud of the environment, and puts what
        # it found at an endpoint in the place of the one that is configured.
        said["cloud"] = {"name": shell.cloud_config.envvar_key, **fields(shell.cloud)}

    services.when_logging_in = note
    try:
        shell.command_options = arguments + ["image", "list"]
        shell.options, rest = shell.parser.parse_known_args(shell.command_options)
        shell.configure_logging()
        logging.disable(logging.CRITICAL)
        shell.interactive_mode = False
        shell.initialize_app(rest)
        services.region, services.type = shell.cloud.get_region_name("image"), shell.cloud.get_service_type("image")
        services.name = shell.cloud.get_service_name("image") or services.name
        factory, name, rest = shell.command_manager.find_command(rest)
        command = factory(shell, None, cmd_name=name)
        shell.prepare_to_run_command(command)
        for row in command.take_action(command.get_parser(name).parse_args(rest))[1]:
            raise AssertionError("there are no images, and %r was listed" % (row,))
    except BaseException as error:  # whatever it is, the command refuses
        said["error"] = type(error).__name__
    said["login"], said["images"] = services.login, services.images
    return {k: v for k, v in said.items() if v is not None}


def answer(headers, root):
    """Ask about a configuration in this process, which is made for it."""
    one = dict(headers)
    # Both look at the environment and the working directory when imported.
    loader = importlib.reload(openstack.config.loader)
    importlib.reload(osc_lib.cli.client_config)
    lists = ("CONFIG_FILES", "SECURE_FILES", "VENDOR_FILES")
    for name in lists:
        setattr(loader, name, [root + p if p.startswith("/etc/") else p for p in getattr(loader, name)])
    found = {name: list(getattr(loader, name)) for name in lists}
    cloud, region = one.get("cloud", ""), one.get("region", "")
    catalog = json.loads(one["catalog"]) if "catalog" in one else None
    # The SDK takes the only cloud of a file; the command wants it named.
    sdk, taken = sdk_answer(cloud, region)
    for name in lists:
        setattr(loader, name, found[name])
    return {
        "openstacksdk": openstack.version.__version__, "openstackclient": openstackclient.__version__,
        "sdk": sdk, "command": command_answer(taken, region, catalog),
    }


def load_ahead(path):
    """Import here what the process that asks about a configuration imports.

    The others are copies of this process, and importing takes them most of
    their time. What looks at the environment when imported, answer() loads anew.
    """
    for name in ask(path, lambda headers, root: answer(headers, root) and sorted(sys.modules)):
        with contextlib.suppress(Exception):  # it goes without
            importlib.import_module(name)
    gc.disable()  # a copy that collected would have all of this memory copied
    gc.freeze()


def ask(path, question=answer):
    """Lay out a configuration and ask about it in a process of its own."""
    headers, files = read(path)
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
        result = os.path.join(root, "result")
        child = os.fork()
        if child == 0:
            status = 1
            try:
                os.environ.clear()
                os.environ.update(environment)
                os.chdir(root + "/cwd")
                with open(os.devnull) as nothing, open(os.devnull, "w") as nowhere:
                    os.dup2(nothing.fileno(), 0)
                    os.dup2(nowhere.fileno(), 1)
                    if "EXPECT_DEBUG" not in environment:
                        os.dup2(nowhere.fileno(), 2)
                    said = question(headers, root)
                pathlib.Path(result).write_text(json.dumps(said), encoding="utf-8")
                status = 0
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        if status != 0:
            raise RuntimeError("%s: the process that asked ended with %d" % (path.name, status))
        return json.loads(pathlib.Path(result).read_text(encoding="utf-8").replace(root, ""))


def main():
    check = sys.argv[1:] == ["--check"]
    stale = []
    (HERE / "expected").mkdir(exist_ok=True)
    known = set()
    paths = sorted((HERE / "configurations").glob("*.txtar"))
    load_ahead(paths[0])
    for path in paths:
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
