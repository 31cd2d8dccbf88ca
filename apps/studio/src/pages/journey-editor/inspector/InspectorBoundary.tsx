import { Button } from 'antd';
import { Component, type ReactNode } from 'react';

interface InspectorBoundaryProps {
  readonly text: string;
  readonly retry: string;
  readonly children: ReactNode;
}

/** A form that a plugin's schema breaks must not take the drawing down with it. */
export class InspectorBoundary extends Component<InspectorBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="je-callout" data-severity="error" role="alert">
        <p>{this.props.text}</p>
        <Button size="small" onClick={() => this.setState({ failed: false })}>
          {this.props.retry}
        </Button>
      </div>
    );
  }
}
