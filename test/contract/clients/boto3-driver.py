"""Does with boto3 what it is told, a line of JSON a call, and answers with a line of JSON."""

import base64
import datetime
import json
import sys

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.response import StreamingBody

clients = {}


def client_for(question):
    keys = question["keys"]
    place = (question["service"], question["endpoint"], question["region"], keys["accessKeyId"])
    if place not in clients:
        clients[place] = boto3.client(
            question["service"],
            endpoint_url=question["endpoint"],
            region_name=question["region"],
            aws_access_key_id=keys["accessKeyId"],
            aws_secret_access_key=keys["secretAccessKey"],
            aws_session_token=keys.get("sessionToken"),
            config=Config(retries={"total_max_attempts": 1}, connect_timeout=10, read_timeout=30),
        )
    return clients[place]


def plain(value):
    if isinstance(value, StreamingBody):
        return base64.b64encode(value.read()).decode()
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value)} cannot be told")


def act(question):
    client = client_for(question)
    name = xform_name(question["operation"])
    arguments = dict(question["input"])
    if "body" in question:
        arguments["Body"] = base64.b64decode(question["body"])
    try:
        if question["act"] == "wait":
            client.get_waiter(name).wait(**arguments)
            return {"answer": {}}
        if question["act"] == "list":
            paging = {"PageSize": question["pageSize"]} if "pageSize" in question else {}
            pages = client.get_paginator(name).paginate(**arguments, PaginationConfig=paging)
            return {"answer": pages.build_full_result()}
        answer = getattr(client, name)(**arguments)
        answer.pop("ResponseMetadata", None)
        return {"answer": answer}
    except ClientError as error:
        code = error.response["Error"]["Code"]
        own = getattr(client.exceptions, code, None) if code.isidentifier() else None
        return {
            "refusal": {
                "errorName": code,
                "message": error.response["Error"].get("Message", ""),
                "isModeled": own is not None and isinstance(error, own),
            }
        }


for line in sys.stdin:
    try:
        reply = act(json.loads(line))
    except Exception as error:  # whatever it is, the one who asked must hear of it
        reply = {"failure": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply, default=plain), flush=True)
