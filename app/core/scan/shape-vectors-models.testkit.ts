// For tests: examples of the keys of those who run language models and of the tools around them.
import type { ShapeVector } from './shape-examples.testkit.ts';
import { formed, placed } from './shape-examples.testkit.ts';

export const modelVectors: readonly ShapeVector[] = [
  formed('openai-key', 'sk-proj-{sign:40}', 'sk-svcacct-{sign:74}T3BlbkFJ{sign:74}', 'sk-admin-{sign:58}'),
  formed('openai-old-key', 'sk-{word:48}', 'sk-{word:20}T3BlbkFJ{word:20}'),
  formed('deepseek-key', 'sk-{hex:32}'),
  formed('anthropic-key', 'sk-ant-api03-{sign:80}', 'sk-ant-oat01-{sign:95}', 'sk-ant-admin01-{sign:93}AA'),
  formed('openrouter-key', 'sk-or-v1-{hex:64}'),
  formed('langfuse-key', 'sk-lf-{uuid}'),
  formed('langsmith-key', 'lsv2_pt_{hex:32}_{hex:10}', 'lsv2_sk_{hex:32}_{hex:10}'),
  formed('huggingface-token', 'hf_{letters:34}', 'api_org_{letters:34}'),
  formed('replicate-token', 'r8_{word:37}'),
  formed('groq-key', 'gsk_{word:52}'),
  formed('xai-key', 'xai-{word:70}', 'xai-{word:80}'),
  formed('perplexity-key', 'pplx-{word:48}'),
  formed('nvidia-key', 'nvapi-{sign:60}', 'nvapi-{sign:64}'),
  formed('together-key', 'tgp_v1_{sign:43}'),
  formed('cerebras-key', 'csk-{low:48}'),
  placed('fireworks-key', ['fw_{word:22}', 'fw_{word:24}'], ['fw_{word:21}', 'fw_the_framework_of_ours']),
  placed('voyage-key', ['pa-{sign:43}'], ['pa-{sign:42}', 'pa-rameters-of-the-next-release-of-the-build-01']),
  formed('jina-key', 'jina_{sign:60}'),
  formed('elevenlabs-key', 'sk_{hex:48}'),
  formed('pinecone-key', 'pcsk_{word:6}_{word:60}', 'pcsk_{word:5}_{word:63}'),
  formed('tavily-key', 'tvly-{word:32}', 'tvly-dev-{word:32}'),
  formed('firecrawl-key', 'fc-{hex:32}'),
  formed('e2b-key', 'e2b_{hex:40}'),
  formed('wandb-key', 'wandb_v1_{word:60}', 'wandb_v1_{word:77}'),
];
