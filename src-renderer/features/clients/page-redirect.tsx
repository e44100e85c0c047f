import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement } from 'react';
import type { ConfigurationPage, ConfigurationPair, PageNames } from '#shared/domain/configuration-page.ts';
import { useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { CopyButton } from '#renderer/ui/copyable.tsx';
import { ExternalLink } from '#renderer/ui/external-link.tsx';

/** Builds the address that leads the customer back to CodePipeline with the action's configuration. */
export function PageRedirect(props: {
  /** Pasted, or the id of what was received. */
  given: { text: string; receivedId?: string };
  names: PageNames;
  page: ConfigurationPage;
}): ReactElement {
  const { given, names, page } = props;
  const [pairs, setPairs] = useState<readonly ConfigurationPair[]>(page.configuration);
  const build = useChange('clients.pageRedirect', []);
  const change = (next: readonly ConfigurationPair[]): void => {
    setPairs(next);
    build.reset();
  };
  const set = (at: number, part: Partial<ConfigurationPair>): void =>
    change(pairs.map((pair, index) => (index === at ? { ...pair, ...part } : pair)));
  return (
    <SpaceBetween size="s">
      <FormField
        label="Configuration that goes back"
        description={`Keys and values of the action, for ${page.redirectHost}.`}
        errorText={build.error ? sentenceOf(build.error) : ''}
      >
        <div className="ad-page-names">
          {pairs.map(({ key, value }, at) => (
            <div key={at} style={{ display: 'contents' }}>
              <Input
                ariaLabel={`Key ${at + 1}`}
                value={key}
                autoComplete={false}
                onChange={({ detail }) => set(at, { key: detail.value.slice(0, 50) })}
              />
              <Input
                ariaLabel={`Value of ${key || `key ${at + 1}`}`}
                value={value}
                autoComplete={false}
                onChange={({ detail }) => set(at, { value: detail.value.slice(0, 1000) })}
              />
              <Button
                variant="icon"
                iconName="close"
                ariaLabel={`Remove ${key || `key ${at + 1}`}`}
                onClick={() => change(pairs.filter((_pair, index) => index !== at))}
              />
            </div>
          ))}
        </div>
      </FormField>
      <span className="ad-row">
        <Button
          data-testid="page-add-pair"
          iconName="add-plus"
          onClick={() => change([...pairs, { key: '', value: '' }])}
        >
          Add a key
        </Button>
        <Button
          data-testid="page-redirect"
          loading={build.isPending}
          onClick={() =>
            build.mutate({ ...given, names, configuration: pairs.filter(({ key }) => key.trim() !== '') })
          }
        >
          Build the way back
        </Button>
      </span>
      {build.data && (
        <span className="ad-row" data-testid="page-redirect-url">
          <ExternalLink url={build.data.url} text={build.data.url} />
          <CopyButton text={build.data.url} label="Copy" />
        </span>
      )}
    </SpaceBetween>
  );
}
