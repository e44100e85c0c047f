"""The worker that one would write in Python: poll, details, acknowledge, start, result; as many threads as jobs at once.

boto3_worker.py ENDPOINT CLIENT_ID CLIENT_TOKEN THREADS JOBS [POLL_SECONDS]. Prints the id of each job that a poll brings,
then the seconds, and its own processor seconds, from the first poll to the last result.
"""
import json
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

endpoint, client_id, token, threads, jobs = sys.argv[1:6]
pause = float(sys.argv[6]) if len(sys.argv) > 6 else 0.0
action_type = {'category': 'Test', 'owner': 'ThirdParty', 'provider': 'Northwind-LoadTest', 'version': '1'}
config = Config(max_pool_connections=int(threads) + 1, retries={'total_max_attempts': 1})
pipeline = boto3.client(
    'codepipeline', region_name='us-east-1', endpoint_url=endpoint, config=config,
    aws_access_key_id='AKIDTEST', aws_secret_access_key='test',
)


def do(job_id):
    details = pipeline.get_third_party_job_details(jobId=job_id, clientToken=token)['jobDetails']
    pipeline.acknowledge_third_party_job(jobId=job_id, nonce=details['nonce'], clientToken=token)
    configuration = details['data']['actionConfiguration']['configuration']
    body = {'runId': job_id, 'attempt': 1, 'region': 'us-east-1', 'configuration': configuration}
    headers = {'content-type': 'application/json', 'idempotency-key': job_id}
    request = urllib.request.Request(f'{endpoint}/_backend/runs', json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        execution = json.load(answer)['externalExecutionId']
    pipeline.put_third_party_job_success_result(
        jobId=job_id, clientToken=token,
        executionDetails={'externalExecutionId': execution, 'percentComplete': 100},
    )


under_way, taken, started, used = set(), 0, time.monotonic(), time.process_time()
with ThreadPoolExecutor(int(threads)) as pool:
    while taken < int(jobs):
        under_way = {job for job in under_way if not job.done()}
        free = int(threads) - len(under_way)
        if free > 0:
            polled = pipeline.poll_for_third_party_jobs(actionTypeId=action_type, maxBatchSize=min(50, free))['jobs']
            for job in polled:
                print(job['jobId'], flush=True)
                under_way.add(pool.submit(do, job['jobId']))
            taken += len(polled)
            time.sleep(pause if pause else 0 if polled else 0.002)
        else:
            time.sleep(0.0005)
    for job in under_way:
        job.result()
print(json.dumps({'seconds': time.monotonic() - started, 'cpuSeconds': time.process_time() - used}))
