#!/usr/bin/python3
"""Gives the projects of a Keystone that `accounts.py` furnished limits for images.

    limits.py AUTH_URL PASSWORD REGION

All projects have the same, of which no test takes all, but for project other,
whose are small. The last line names the endpoint by which Glance finds them. What
is already there is left as it is.
"""
import sys

from accounts import Identity

EVERYBODY = {"image_size_total": 1 << 20, "image_stage_total": 100 << 10, "image_count_total": 100000, "image_count_uploading": 100}
OTHER = {"image_size_total": 2, "image_stage_total": 1, "image_count_total": 3, "image_count_uploading": 1}


def main(auth_url, password, region):
    identity = Identity(auth_url, password)
    service = identity.ensure("service", "type=image", type="image", name="glance")
    endpoint = identity.ensure("endpoint", f"service_id={service}&interface=public&region_id={region}")
    project = identity.ensure("project", "name=other")
    # Limits are read by who may read all of the system.
    reader = identity.ensure("role", "name=reader", name="reader")
    user = identity.ensure("user", "name=glance")
    identity.call("PUT", f"/system/users/{user}/roles/{reader}")
    for name, limit in EVERYBODY.items():
        where = {"service_id": service, "region_id": region, "resource_name": name}
        query = "&".join(f"{key}={value}" for key, value in where.items())
        if not identity.call("GET", f"/registered_limits?{query}")[0]["registered_limits"]:
            identity.call("POST", "/registered_limits", {"registered_limits": [{**where, "default_limit": limit}]})
        if not identity.call("GET", f"/limits?{query}&project_id={project}")[0]["limits"]:
            identity.call("POST", "/limits", {"limits": [{**where, "project_id": project, "resource_limit": OTHER[name]}]})
    print("endpoint", endpoint)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
