"""The description of the interface: valid, complete, and true of the server that serves it."""

import os
import random
import subprocess
import sys

import httpx
import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

METHODS = ("get", "post", "put", "patch", "delete")
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "ignored_auth", "negative_data_rejection",
)
# So that every request finds something; the rest of the settings are out of the box.
QUICK = {"SCRIP_WEBHOOKS_RETRIES": "86400"}


@pytest.fixture(scope="module")
def document(site):
    answer = httpx.get(site.url + "/openapi.yaml")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/yaml")
    return yaml.safe_load(answer.text)


def operations(document):
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def test_the_document_is_valid(document):
    validate(document)
    assert document["openapi"].startswith("3.1")


def test_every_operation_has_a_name_a_summary_and_its_refusals(document):
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    for method, path, operation in operations(document):
        assert operation["summary"] and operation["tags"], (method, path)
        if operation.get("security") != []:
            assert {"401", "default"} & set(operation["responses"]), f"{method} {path} says nothing of 401"


def test_every_example_is_of_its_own_schema(document):
    for method, path, operation in operations(document):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            schema = media["schema"] | {"components": document["components"]}
            faults = [fault.message for fault in Draft202012Validator(schema).iter_errors(media["example"])]
            assert not faults, f"The example of {method} {path}: {faults}"


@pytest.mark.parametrize("headers", [{}, {"x-api-key": "sk_scrip_wrong"}, {"Authorization": "Bearer a.b.c"}])
def test_without_a_valid_credential_every_operation_that_needs_one_answers_401(site, document, headers):
    tried = 0
    for method, path, operation in operations(document):
        if operation.get("security") == []:
            continue
        url = site.url + path.replace("{", "").replace("}", "")
        body = {"json": {}} if method == "POST" else {}
        answer = httpx.request(method, url, headers=headers, **body)
        assert answer.status_code == 401, f"{method} {path} → {answer.status_code} {answer.text[:200]}"
        told = answer.json()
        code = told["error"]["code"] if isinstance(told["error"], dict) else told["code"]
        assert code in ("NO_AUTH", "INVALID_API_KEY", "INVALID_TOKEN", "invalid_api_key")
        tried += 1
    assert tried >= 15


@pytest.mark.parametrize("has_key", [True, False], ids=["with a key", "without"])
def test_whatever_is_asked_the_server_answers_as_described(server, customer, tmp_path, has_key):
    """Requests of all kinds, made from the document; SCHEMATHESIS_SEED repeats a run."""
    site = server(**QUICK)
    payer = customer(site, api=100_000)
    seed = os.environ.get("SCHEMATHESIS_SEED") or str(random.SystemRandom().randrange(2**32))
    print(f"SCHEMATHESIS_SEED={seed}")
    words = [
        "run", f"{site.url}/openapi.yaml", "--seed", seed, "--phases", "examples,coverage,fuzzing",
        "--max-examples", "15" if has_key else "3", "--max-time", "60" if has_key else "20", "--max-failures", "5",
        "--checks", ",".join(CHECKS), "--request-timeout", "30", "--suppress-health-check", "all", "--no-color",
        # A credential that is none, beside one that is right, is not looked at.
        "--generation-with-security-parameters", "false", "--generation-database", "none",
    ]
    if has_key:
        words += ["-H", f"x-api-key: {payer.headers['x-api-key']}"]
    (tmp_path / "schemathesis.toml").write_text(
        "[checks.negative_data_rejection]\nexpected-statuses = [400, 401, 402, 404, 405, 408, 409, 413, 415, 422]\n")
    code = "import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())"
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=tmp_path, capture_output=True, text=True, timeout=150, check=False)
    report = "\n".join(line[:600] for line in done.stdout.splitlines())
    assert done.returncode == 0, f"seed {seed}\n{report[-12000:]}\n{done.stderr[-3000:]}"
