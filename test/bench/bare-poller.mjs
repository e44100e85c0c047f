/*
 * The least that polls: one SDK client a region, one loop a cell, nothing kept. `bare-poller.mjs ENDPOINT CELLS INTERVAL`
 * with the cells as JSON (region and action type) and the interval in ms. Prints what it used when it is told to stop.
 */
import { CodePipelineClient, PollForJobsCommand } from '@aws-sdk/client-codepipeline';

const [endpoint, cells, interval] = process.argv.slice(2);
const clients = new Map();
const clientOf = (region) => {
  const known = clients.get(region) ?? new CodePipelineClient({ region, endpoint, maxAttempts: 1 });
  clients.set(region, known);
  return known;
};
let polls = 0;
for (const { region, actionTypeId } of JSON.parse(cells)) {
  const poll = async () => {
    polls += 1;
    await clientOf(region).send(new PollForJobsCommand({ actionTypeId, maxBatchSize: 10 }));
    setTimeout(poll, Number(interval));
  };
  poll();
}
process.on('message', () => {
  process.send?.({ polls, cpu: process.cpuUsage(), rss: process.memoryUsage().rss });
});
