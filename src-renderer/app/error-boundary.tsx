import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { Component, type ReactNode } from 'react';
import { sentenceOf } from '#renderer/bridge/request.ts';

interface Props {
  children: ReactNode;
  /** A change of it (the route) gives the page another chance. */
  resetKey?: string;
}

/** Keeps a fault of one page from emptying the window; the agent runs in another process and is not touched. */
export class ErrorBoundary extends Component<Props, { fault: unknown; key: string | undefined }> {
  override state: { fault: unknown; key: string | undefined } = { fault: null, key: this.props.resetKey };

  static getDerivedStateFromError(fault: unknown): { fault: unknown } {
    return { fault };
  }

  static getDerivedStateFromProps(
    props: Props,
    state: { fault: unknown; key: string | undefined },
  ): { fault: null; key: string | undefined } | null {
    return props.resetKey === state.key ? null : { fault: null, key: props.resetKey };
  }

  override render(): ReactNode {
    if (this.state.fault === null) return this.props.children;
    return (
      <Box padding="l">
        <Alert
          type="error"
          header="This page could not be shown"
          action={<Button onClick={() => this.setState({ fault: null })}>Try again</Button>}
        >
          {sentenceOf(this.state.fault)} The agent goes on working; only the page is affected.
        </Alert>
      </Box>
    );
  }
}
