import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm start` serves the API while the studio is developed beside it. */
const ENGINE = process.env['SOJOURN_ENGINE_URL'] ?? 'http://127.0.0.1:3000';

/**
 * Libraries named as chunks of their own, so that they stay in the browser's cache while the studio changes.
 * Their dependencies stay where they are used: drawn in, they would load a heavy tool with the first page.
 */
const CHUNKS: readonly (readonly [RegExp, string])[] = [
  [/node_modules\/monaco-editor\//, 'monaco'],
  [/node_modules\/(@rjsf|ajv|ajv-formats)\//, 'forms'],
  [/node_modules\/(@xyflow|d3-[a-z]+)\//, 'flow'],
  [/node_modules\/(react|react-dom|react-router|scheduler)\//, 'base'],
];

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@sojourn/source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2023',
    outDir: 'dist',
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: CHUNKS.map(([test, name]) => ({ test, name })),
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': ENGINE, '/v1': ENGINE, '/health': ENGINE, '/ready': ENGINE },
  },
});
