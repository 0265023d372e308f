#!/usr/bin/python3
"""Writes which proxy Python's requests takes, for proxies_test.go to compare.

    /usr/bin/python3 expect.py > proxies.json

It is run with Debian's python3-requests, which the openstack command uses.
"""

import itertools
import json
import os
import random

import requests.utils

PROXY, OTHER, LAST = "http://proxy.example:3128", "http://other.example:8080", "http://last.example:1"
URLS = [
    "https://cloud.example:5000/v3", "http://cloud.example:5000/v3", "https://images.cloud.example/v2", "https://CLOUD.example/",
    "https://notcloud.example/", "https://10.1.2.3:9292/", "http://127.0.0.1:5000/", "http://localhost:5000/", "https://[::1]:5000/",
    "https://[fd00::7]/",
]
NO = [
    "cloud.example", ".cloud.example", "CLOUD.EXAMPLE", "cloud.example:5000", "images.cloud.example, 10.0.0.0/8", "10.1.2.3", "10.1.2",
    "1.2.3", "127.0.0.1", "127.0.0.0/8,localhost", "::1", "*", "*,x", "*.cloud.example", "example", "d.example", " ", ",", "local host",
    "https://cloud.example", "10.1.2.3:9292", "[::1]",
]
VARIABLES = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "Https_Proxy"]


def choose(url, env):
    os.environ.clear()
    os.environ.update(sorted(env.items()))
    proxies = requests.utils.get_environ_proxies(url)
    return requests.utils.select_proxy(url, proxies) or ""


def environments():
    for name in VARIABLES:
        yield {name: PROXY}
    for one, two in itertools.combinations(VARIABLES, 2):
        yield {one: PROXY, two: OTHER}
        yield {one: "", two: OTHER}
        yield {one: PROXY, two: ""}
    for value in NO:
        yield {"ALL_PROXY": PROXY, "NO_PROXY": value}
        yield {"https_proxy": PROXY, "HTTP_PROXY": OTHER, "no_proxy": value}
    yield {"ALL_PROXY": PROXY, "NO_PROXY": "cloud.example", "no_proxy": ""}
    yield {"ALL_PROXY": PROXY, "NO_PROXY": "cloud.example", "no_proxy": "localhost"}
    yield {"ALL_PROXY": PROXY, "No_Proxy": "cloud.example"}
    yield {"HTTP_PROXY": PROXY, "REQUEST_METHOD": "GET"}
    yield {"http_proxy": PROXY, "REQUEST_METHOD": "GET"}
    dice = random.Random(7)
    for _ in range(60):
        env = {name: dice.choice([PROXY, OTHER, LAST, ""]) for name in dice.sample(VARIABLES, dice.randint(1, 4))}
        if dice.random() < 0.7:
            env[dice.choice(["NO_PROXY", "no_proxy"])] = ",".join(dice.sample(NO, dice.randint(1, 3)))
        yield env


cases = [{"environ": env, "proxies": [choose(url, env) for url in URLS]} for env in environments()]
lines = ",\n".join(json.dumps(case, sort_keys=True) for case in cases)
print('{"urls": ' + json.dumps(URLS) + ',\n"cases": [\n' + lines + "\n]}")
