import type { WebhookDefinition, WebhookFilterRule } from '@aws-sdk/client-codepipeline';
import { ServiceError } from './service-error.ts';

/*
 * What PutWebhook wants of its parameters
 * (https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_WebhookDefinition.html and
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_WebhookFilterRule.html).
 */

const jsonPath =
  /^\$(?:\.{1,2}(?:[A-Za-z_][\w-]*|\*)|\[(?:\*|-?\d+(?:,-?\d+)*|-?\d*:-?\d*|'[^'\]]*'|"[^"\]]*"|\?\([^\]]+\))\])*$/;

/** GITHUB_HMAC needs a secret token, IP a range of addresses, UNAUTHENTICATED neither; the other one must be absent. */
export function checkAuthentication({
  authentication,
  authenticationConfiguration,
}: WebhookDefinition): void {
  const { AllowedIPRange: range, SecretToken: token } = authenticationConfiguration ?? {};
  if ((authentication === 'GITHUB_HMAC') !== (token !== undefined)) {
    throw invalidParameters('SecretToken must be set for GITHUB_HMAC, and for nothing else');
  }
  if ((authentication === 'IP') !== (range !== undefined)) {
    throw invalidParameters('AllowedIPRange must be set for IP, and for nothing else');
  }
  if (range !== undefined && !isCidr(range)) {
    throw invalidParameters(`AllowedIPRange '${range}' is not a valid CIDR range`);
  }
}

/** Each filter is a JSON path; `{Name}` in what it must equal is a configuration property of the target action. */
export function checkFilters(filters: readonly WebhookFilterRule[], properties: readonly string[]): void {
  for (const { jsonPath: path = '', matchEquals = '' } of filters) {
    if (!jsonPath.test(path)) throw invalidFilter(`'${path}' is not a valid JSON path`);
    for (const [, name = ''] of matchEquals.matchAll(/\{([^{}]*)\}/g)) {
      if (properties.includes(name)) continue;
      throw invalidFilter(`'{${name}}' is not a configuration property of the target action`);
    }
  }
}

function isCidr(range: string): boolean {
  const [address = '', bits, ...rest] = range.split('/');
  const parts = address.split('.');
  if (rest.length > 0 || parts.length !== 4 || !parts.every((part) => isNumber(part, 255))) return false;
  return bits !== undefined && isNumber(bits, 32);
}

function isNumber(text: string, max: number): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= max;
}

function invalidParameters(message: string): ServiceError {
  return new ServiceError('InvalidWebhookAuthenticationParametersException', message);
}

function invalidFilter(message: string): ServiceError {
  return new ServiceError('InvalidWebhookFilterPatternException', message);
}
