// Providers of models, from their public documentation.
import { provider } from './define.ts';

const openai = provider({
  id: 'openai',
  name: 'OpenAI',
  baseUrl: 'https://api.openai.com',
  auth: { kind: 'bearer' },
  permissions: {
    chat: [
      'Chat with models',
      'POST /v1/chat/completions',
      'POST /v1/completions',
      'POST /v1/responses',
      'GET /v1/responses/**',
    ],
    embeddings: ['Make embeddings', 'POST /v1/embeddings'],
    models: ['See which models there are', 'GET /v1/models/**'],
    images: ['Make and change images', 'POST /v1/images/*'],
    audio: ['Turn speech into text and text into speech', 'POST /v1/audio/*'],
    moderations: ['Have texts judged', 'POST /v1/moderations'],
    files: ['Read, upload and delete files', 'GET /v1/files/**', 'POST /v1/files', 'DELETE /v1/files/*'],
    batches: ['Run batches', 'GET /v1/batches/**', 'POST /v1/batches', 'POST /v1/batches/*/cancel'],
    'fine-tuning': [
      'Train models',
      'GET /v1/fine_tuning/jobs/**',
      'POST /v1/fine_tuning/jobs',
      'POST /v1/fine_tuning/jobs/*/cancel',
    ],
    'vector-stores': [
      'Read, fill and delete vector stores',
      'GET /v1/vector_stores/**',
      'POST|DELETE /v1/vector_stores/**',
    ],
  },
  discloses: [
    'GET|POST /v1/organization/admin_api_keys/**',
    'GET|POST /v1/organization/projects/*/api_keys/**',
    'POST /v1/organization/projects/*/service_accounts',
    'POST /v1/realtime/**',
    'POST /v1/chatkit/sessions',
  ],
  headers: ['openai-organization', 'openai-project', 'openai-beta'],
});

const anthropic = provider({
  id: 'anthropic',
  name: 'Anthropic',
  baseUrl: 'https://api.anthropic.com',
  auth: { kind: 'header', name: 'X-Api-Key' },
  permissions: {
    messages: ['Chat with models', 'POST /v1/messages', 'POST /v1/messages/count_tokens'],
    models: ['See which models there are', 'GET /v1/models/**'],
    batches: [
      'Run batches of messages',
      'GET /v1/messages/batches/**',
      'POST /v1/messages/batches',
      'POST /v1/messages/batches/*/cancel',
      'DELETE /v1/messages/batches/*',
    ],
    files: ['Read, upload and delete files', 'GET /v1/files/**', 'POST /v1/files', 'DELETE /v1/files/*'],
  },
  headers: ['anthropic-version', 'anthropic-beta'],
});

const gemini = provider({
  id: 'google-gemini',
  name: 'Google Gemini',
  baseUrl: 'https://generativelanguage.googleapis.com',
  auth: { kind: 'header', name: 'X-Goog-Api-Key' },
  permissions: {
    generate: [
      'Chat with models',
      'POST /v1beta/models/*:generateContent',
      'POST /v1beta/models/*:streamGenerateContent',
      'POST /v1beta/models/*:countTokens',
      'POST /v1/models/*:generateContent',
      'POST /v1/models/*:streamGenerateContent',
      'POST /v1/models/*:countTokens',
    ],
    embeddings: ['Make embeddings', 'POST /v1beta/models/*:embedContent', 'POST /v1beta/models/*:batchEmbedContents'],
    models: ['See which models there are', 'GET /v1beta/models/**', 'GET /v1/models/**'],
    files: [
      'Read, upload and delete files',
      'GET /v1beta/files/**',
      'POST /upload/v1beta/files',
      'DELETE /v1beta/files/*',
    ],
  },
  discloses: ['POST /*/auth_tokens', 'POST /*/authTokens'],
  headers: ['x-goog-api-client', 'x-goog-upload-*'],
});

const mistral = provider({
  id: 'mistral',
  name: 'Mistral',
  baseUrl: 'https://api.mistral.ai',
  auth: { kind: 'bearer' },
  permissions: {
    chat: ['Chat with models', 'POST /v1/chat/completions', 'POST /v1/fim/completions'],
    embeddings: ['Make embeddings', 'POST /v1/embeddings'],
    models: ['See which models there are', 'GET /v1/models/**'],
    ocr: ['Read text from documents', 'POST /v1/ocr'],
  },
});

const groq = provider({
  id: 'groq',
  name: 'Groq',
  baseUrl: 'https://api.groq.com',
  auth: { kind: 'bearer' },
  permissions: {
    chat: ['Chat with models', 'POST /openai/v1/chat/completions', 'POST /openai/v1/responses'],
    audio: ['Turn speech into text and text into speech', 'POST /openai/v1/audio/*'],
    models: ['See which models there are', 'GET /openai/v1/models/**'],
  },
});

const openrouter = provider({
  id: 'openrouter',
  name: 'OpenRouter',
  baseUrl: 'https://openrouter.ai/api',
  auth: { kind: 'bearer' },
  permissions: {
    chat: ['Chat with models', 'POST /v1/chat/completions', 'POST /v1/completions', 'POST /v1/responses'],
    embeddings: ['Make embeddings', 'POST /v1/embeddings'],
    models: ['See which models there are', 'GET /v1/models/**'],
    credits: ['See what was used', 'GET /v1/credits', 'GET /v1/generation'],
  },
  discloses: ['POST|PATCH /v1/keys/**', 'POST /v1/auth/keys/**'],
  headers: ['http-referer', 'x-title'],
});

const cohere = provider({
  id: 'cohere',
  name: 'Cohere',
  baseUrl: 'https://api.cohere.com',
  auth: { kind: 'bearer' },
  permissions: {
    chat: ['Chat with models', 'POST /v2/chat', 'POST /v1/chat'],
    embeddings: ['Make embeddings', 'POST /v2/embed', 'POST /v1/embed'],
    rerank: ['Sort texts by how well they fit', 'POST /v2/rerank', 'POST /v1/rerank'],
    models: ['See which models there are', 'GET /v1/models/**'],
  },
  headers: ['x-client-name'],
});

const perplexity = provider({
  id: 'perplexity',
  name: 'Perplexity',
  baseUrl: 'https://api.perplexity.ai',
  auth: { kind: 'bearer' },
  permissions: {
    chat: ['Chat with models', 'POST /chat/completions', 'POST /v1/responses'],
    search: ['Search the web', 'POST /search'],
  },
  discloses: ['POST /generate_auth_token'],
});

const deepseek = provider({
  id: 'deepseek',
  name: 'DeepSeek',
  baseUrl: 'https://api.deepseek.com',
  auth: { kind: 'bearer' },
  permissions: {
    chat: ['Chat with models', 'POST /chat/completions', 'POST /v1/chat/completions', 'POST /beta/completions'],
    models: ['See which models there are', 'GET /models', 'GET /v1/models'],
    balance: ['See what is left to use', 'GET /user/balance'],
  },
});

const huggingface = provider({
  id: 'huggingface',
  name: 'Hugging Face',
  baseUrl: 'https://router.huggingface.co',
  auth: { kind: 'bearer' },
  permissions: {
    chat: ['Chat with models', 'POST /v1/chat/completions'],
    models: ['See which models there are', 'GET /v1/models/**'],
    inference: ['Run models', 'POST /hf-inference/models/**'],
  },
});

export const modelProviders = [
  openai,
  anthropic,
  gemini,
  mistral,
  groq,
  openrouter,
  cohere,
  perplexity,
  deepseek,
  huggingface,
] as const;
