#!/usr/bin/python3
"""Gives a bootstrapped Keystone the image service and the accounts of the tests.

    accounts.py AUTH_URL PASSWORD REGION IMAGE_URL

User admin (project admin) comes from the bootstrap. This adds the catalogue
entry of Glance, the service's own user, and member and reader in project demo
and other in project other, all with the same password; admin is a member of
demo and web-prod as well, and member one of web-prod. What is already there
is left as it is.
"""
import json
import sys
import urllib.error
import urllib.request


class Identity:
    """The few calls of the Identity API v3 that are needed here."""

    def __init__(self, url, password):
        self.url = url.rstrip("/")
        self.password = password
        self.log_in()

    def log_in(self):
        login = {"auth": {
            "identity": {"methods": ["password"], "password": {"user": {
                "name": "admin", "password": self.password, "domain": {"id": "default"}}}},
            "scope": {"project": {"name": "admin", "domain": {"id": "default"}}}}}
        self.token = None
        _, headers = self.call("POST", "/auth/tokens", login)
        self.token = headers["X-Subject-Token"]

    def call(self, method, path, body=None):
        """Returns the decoded answer and its headers; an HTTP error is raised."""
        for _ in range(3):
            status, text, headers = self.ask(method, path, body)
            if status == 401 and self.token:
                self.log_in() # tokens may be made to live for a few seconds only
                continue
            break
        if status >= 400:
            sys.exit(f"{method} {path}: {status} {text.decode(errors='replace')}")
        return (json.loads(text) if text else None), headers

    def ask(self, method, path, body):
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("X-Auth-Token", self.token)
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=30) as response:
                return response.status, response.read(), response.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read(), error.headers

    def ensure(self, kind, query, **attributes):
        """Returns the id of what the query finds, made from attributes if nothing is found."""
        found, _ = self.call("GET", f"/{kind}s?{query}")
        if found[f"{kind}s"]:
            return found[f"{kind}s"][0]["id"]
        made, _ = self.call("POST", f"/{kind}s", {kind: attributes})
        return made[kind]["id"]

    def region(self, region):
        """Makes the region, which is no error where it is there."""
        status, text, _ = self.ask("PUT", f"/regions/{region}", {"region": {}})
        if status not in (200, 201, 409):
            raise RuntimeError(f"PUT region {region}: {status} {text.decode(errors='replace')}")

    def account(self, user, project, role, password):
        """Makes the project and the user, and gives the user the role there."""
        project_id = self.ensure("project", f"name={project}", name=project, domain_id="default")
        user_id = self.ensure("user", f"name={user}", name=user, domain_id="default", password=password)
        role_id = self.ensure("role", f"name={role}", name=role)
        self.call("PUT", f"/projects/{project_id}/users/{user_id}/roles/{role_id}")


def main(auth_url, password, region, image_url):
    identity = Identity(auth_url, password)
    service = identity.ensure("service", "type=image", type="image", name="glance")
    identity.region(region)
    for interface in ("public", "internal", "admin"):
        identity.ensure("endpoint", f"service_id={service}&interface={interface}&region_id={region}",
                        service_id=service, interface=interface, region_id=region, url=image_url)
    identity.account("glance", "service", "admin", password)
    identity.account("member", "demo", "member", password)
    identity.account("reader", "demo", "reader", password)
    identity.account("other", "other", "member", password)
    for user, project in (("admin", "demo"), ("admin", "web-prod"), ("member", "web-prod")):
        identity.account(user, project, "member", password)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
