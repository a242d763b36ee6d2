// Keys of those who run language models and of the tools around them: one line for each format.
import type { ShapeRule } from './shape-rule.ts';
import { demanding, noToken, noWord, token, uuid } from './shape-rule.ts';

export const modelTokenRules: readonly ShapeRule[] = [
  token('openai-key', 'OpenAI key', ['sk-proj-', 'sk-svcacct-', 'sk-admin-'], '[A-Za-z0-9_-]{40,250}'),
  token('openai-old-key', 'OpenAI key', ['sk-'], `[A-Za-z0-9]{48}${noToken}`),
  token('deepseek-key', 'DeepSeek key', ['sk-'], `[a-f0-9]{32}${noToken}`),
  token('anthropic-key', 'Anthropic key', ['sk-ant-'], `[a-z]{2,8}[0-9]{2}-[A-Za-z0-9_-]{80,150}`),
  token('openrouter-key', 'OpenRouter key', ['sk-or-v1-'], `[a-f0-9]{64}${noWord}`),
  token('langfuse-key', 'Langfuse key', ['sk-lf-'], `${uuid}${noToken}`),
  token('langsmith-key', 'LangSmith key', ['lsv2_pt_', 'lsv2_sk_'], `[a-f0-9]{32}_[a-f0-9]{10}${noWord}`),
  token('huggingface-token', 'Hugging Face token', ['hf_', 'api_org_'], `[A-Za-z]{34}${noWord}`),
  token('replicate-token', 'Replicate token', ['r8_'], `[A-Za-z0-9]{37}${noWord}`),
  token('groq-key', 'Groq key', ['gsk_'], `[A-Za-z0-9]{52}${noWord}`),
  token('xai-key', 'xAI key', ['xai-'], `[A-Za-z0-9]{70,90}${noWord}`),
  token('perplexity-key', 'Perplexity key', ['pplx-'], `[A-Za-z0-9]{48}${noWord}`),
  token('nvidia-key', 'NVIDIA key', ['nvapi-'], `[A-Za-z0-9_-]{60,70}${noToken}`),
  token('together-key', 'Together key', ['tgp_v1_'], `[A-Za-z0-9_-]{43}${noToken}`),
  token('cerebras-key', 'Cerebras key', ['csk-'], `[a-z0-9]{48}${noWord}`),
  demanding('random', token('fireworks-key', 'Fireworks key', ['fw_'], `[A-Za-z0-9]{22,24}${noWord}`)),
  demanding('random', token('voyage-key', 'Voyage key', ['pa-'], `[A-Za-z0-9_-]{43}${noToken}`)),
  token('jina-key', 'Jina key', ['jina_'], `[A-Za-z0-9_-]{60}${noToken}`),
  token('elevenlabs-key', 'ElevenLabs key', ['sk_'], `[a-f0-9]{48}${noWord}`),
  token('pinecone-key', 'Pinecone key', ['pcsk_'], `[A-Za-z0-9]{5,8}_[A-Za-z0-9]{60,70}${noWord}`),
  token('tavily-key', 'Tavily key', ['tvly-'], '(?:dev-|prod-)?[A-Za-z0-9]{32}'),
  token('firecrawl-key', 'Firecrawl key', ['fc-'], `[a-f0-9]{32}${noWord}`),
  token('e2b-key', 'E2B key', ['e2b_'], `[a-f0-9]{40}${noWord}`),
  token('wandb-key', 'Weights & Biases key', ['wandb_v1_'], `[A-Za-z0-9_]{60,120}${noToken}`),
];
