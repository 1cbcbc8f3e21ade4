"""An object storage that speaks as S3 does: moto, with boto3 and botocore as the judges of what Scrip asks of it.

Run as a program it makes one bucket, prints how to reach it as a line of JSON, and ends when its input does.
"""

import json
import logging
import sys
import urllib.request

import boto3
from botocore.config import Config
from moto.server import ThreadedMotoServer

BUCKET = "pictures"
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
ANYONE = {
    "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
}


class ObjectStorage:
    """A storage with one bucket and one key, which refuses every request that this key did not sign."""

    def __init__(self):
        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        host, self.port = self._server.get_host_and_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._tell("reset-auth", b"1000000")
        iam = self._client("iam", "setting-up", "setting-up")
        iam.create_user(UserName="scrip")
        iam.put_user_policy(UserName="scrip", PolicyName="all", PolicyDocument=json.dumps(POLICY))
        key = iam.create_access_key(UserName="scrip")["AccessKey"]
        self.id, self.secret = key["AccessKeyId"], key["SecretAccessKey"]
        self.session = self._session(iam)
        self.s3 = self._client("s3", self.id, self.secret)
        self.s3.create_bucket(Bucket=BUCKET)
        self._tell("reset-auth", b"0")

    def _session(self, iam):
        """A key that is valid for an hour, with its token."""
        role = iam.create_role(RoleName="scrip", AssumeRolePolicyDocument=json.dumps(ANYONE))["Role"]["Arn"]
        iam.put_role_policy(RoleName="scrip", PolicyName="all", PolicyDocument=json.dumps(POLICY))
        sts = self._client("sts", "setting-up", "setting-up")
        return sts.assume_role(RoleArn=role, RoleSessionName="scrip")["Credentials"]

    def _tell(self, what, text):
        request = urllib.request.Request(f"{self.url}/moto-api/{what}", text, {"Content-Type": "text/plain"})
        urllib.request.urlopen(request, timeout=10).read()

    def _client(self, service, key, secret):
        config = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1})
        return boto3.client(
            service, endpoint_url=self.url, region_name="us-east-1", aws_access_key_id=key,
            aws_secret_access_key=secret, config=config)

    def settings(self, endpoint=None, **others):
        """The settings of a server that is to keep its pictures here."""
        return {
            "SCRIP_S3_ENDPOINT": endpoint or self.url, "SCRIP_S3_BUCKET": BUCKET, "SCRIP_S3_REGION": "us-east-1",
            "SCRIP_S3_ACCESS_KEY_ID": self.id, "SCRIP_S3_SECRET_ACCESS_KEY": self.secret,
        } | others

    @property
    def session_credentials(self):
        """The identifier, the secret and the token of the key that is valid for an hour."""
        return tuple(self.session[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken"))

    @property
    def session_settings(self):
        """The settings of the key that is valid for an hour."""
        names = ("SCRIP_S3_ACCESS_KEY_ID", "SCRIP_S3_SECRET_ACCESS_KEY", "SCRIP_S3_SESSION_TOKEN")
        return dict(zip(names, self.session_credentials))

    def keys(self, prefix=""):
        """The keys of all objects, as boto3 lists them."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        return [item["Key"] for page in pages for item in page.get("Contents", [])]

    def get(self, key):
        """An object's bytes and its type."""
        answer = self.s3.get_object(Bucket=BUCKET, Key=key)
        return answer["Body"].read(), answer["ContentType"]

    def delete(self, key):
        self.s3.delete_object(Bucket=BUCKET, Key=key)

    def empty(self):
        for key in self.keys():
            self.delete(key)

    def close(self):
        self._server.stop()


if __name__ == "__main__":
    storage = ObjectStorage()
    facts = {"endpoint": storage.url, "bucket": BUCKET, "id": storage.id, "secret": storage.secret}
    print(json.dumps(facts), flush=True)
    sys.stdin.read()
    storage.close()
