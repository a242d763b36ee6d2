// The command line of Amazon Web Services: the name of an operation says what it does, whatever its options.
import type { ToolRisk } from '../tool-risk.ts';

export const aws = {
  names: ['aws'],
  target: 'AWS',
  anyOption: true,
  flags: '--no-paginate --no-cli-pager --no-sign-request --no-verify-ssl',
  values:
    '--region --profile --output --query --color --cli-read-timeout --cli-connect-timeout --endpoint-url --ca-bundle',
  but: {
    '--endpoint-url|--no-verify-ssl|--ca-bundle|--cli-input-json|--cli-input-yaml|--debug|--cli-auto-prompt': 'unknown',
    '--with-decryption|--include-value|--include-values': 'disclose',
  },
  verbs: {
    'configure get|export-credentials': 'disclose',
    'configure list|list-profiles': 'read',
    'sts get-caller-identity': 'read',
    'sts *': 'disclose',
    'iam create-access-key|create-service-specific-credential': 'disclose',
    'kms decrypt|generate-*': 'disclose',
    'eks get-token': 'disclose',
    'ec2 get-password-data|create-key-pair': 'disclose',
    'lightsail get-instance-access-details|download-default-key-pair': 'disclose',
    'cognito-idp describe-user-pool-client': 'disclose',
    'codeartifact login': 'write',
    'glue get-connection|get-connections': 'disclose',
    'appsync list-api-keys': 'disclose',
    '* get-*token*|get-*credential*|get-*password*|get-*secret-*|batch-get-secret-value|get-login|generate-*token*':
      'disclose',
    'ssm get-parameter-history|get-parameter*|get-parameters*': 'read',
    'ssm send-command|start-session': 'unknown',
    'ecs execute-command': 'unknown',
    'lambda invoke': 'unknown',
    's3 ls': 'read',
    's3 presign': 'disclose',
    's3 cp|mb|website': 'write',
    's3 sync': { is: 'write', but: { '--delete': 'delete' } },
    's3 mv|rm|rb': 'delete',
    '* get-object|get-object-torrent|get-configuration|get-latest-configuration|get-package-version-asset|get-map-*':
      'write',
    '* get-export|get-sdk|get-media*|get-job-output|get-clip|get-thing-shadow|get-snapshot-block|get-content|get-raw-message-content':
      'write',
    '* delete-*|batch-delete-*|terminate-*|remove-*|deregister-*|purge-*|release-*|revoke-*|reset-*|schedule-key-deletion':
      'delete',
    '* describe-*|list-*|get-*|head-*|batch-get-*|lookup-events|filter-log-events|validate-template|simulate-*': 'read',
    'dynamodb scan|query': 'read',
    'logs tail': 'read',
    '* wait': 'read',
    '* create-*|put-*|update-*|modify-*|add-*|attach-*|associate-*|set-*|start-*|stop-*|run-*|tag-*|untag-*|register-*':
      'write',
    '* enable-*|disable-*|copy-*|import-*|publish|send-*|restore-*|allocate-*|upload-*|authorize-*|reboot-*|detach-*|cancel-*':
      'write',
  },
} as const satisfies ToolRisk;
