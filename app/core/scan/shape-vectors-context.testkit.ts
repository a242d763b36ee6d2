// For tests: examples of connections, headers and named values.
import type { ShapeVector } from './shape-examples.testkit.ts';
import { formed, placed } from './shape-examples.testkit.ts';

export const connectionVectors: readonly ShapeVector[] = [
  formed('azure-storage-key', 'AccountName=a;AccountKey=«{base64:86}==»;EndpointSuffix=core.example'),
  formed(
    'azure-shared-access-key',
    'SharedAccessKeyName=a;SharedAccessKey=«{base64:43}=»',
    '"shared_access_key": "«{base64:43}=»"',
  ),
  formed('azure-sas', 'https://a.example/c?sv=1&sig=«{word:43}»&se=1', 'SharedAccessSignature "sig=«{word:43}%3D»"'),
  formed(
    'url-signature',
    'https://b.example/o?X-Amz-Signature=«{hex:64}»',
    'https://b.example/o?X-Goog-Signature=«{hex:512}»',
  ),
  placed(
    'url-password',
    [
      'postgres://app:«k3-Vw0_pLq»@db.example:5432/x',
      'redis://:«k3-Vw0_pLq»@cache.example',
      'mongodb+srv://app:«m42ploz2wd»@cluster0.example/x?retryWrites=true',
      'amqp://app:«myR3alP@ssw0rd»@mq.example:5672/',
      'jdbc:mysql://app:«sARkZMoQy»@db.example:3306/x',
      'https://me:«{word:12}»@git.example/a.git',
    ],
    [
      'postgres://app:postgres@localhost/x',
      'http://a.example:8080/a@b',
      'mongodb://user:password@localhost/x',
      'postgresql://{username}:{password}@{{host}}/x',
      'mysql://admin:REPLACE_WITH_PASSWORD@db.example/x',
    ],
  ),
  placed(
    'url-token',
    ['https://«{hex:40}»:x-oauth-basic@github.com/a/b.git', 'https://«{word:32}»@git.example/a/b.git'],
    ['https://{hex:32}@o1.ingest.sentry.io/1', 'https://my-name-on-this-long-host@git.example/a'],
  ),
  placed(
    'oracle-password',
    ['jdbc:oracle:thin:app/«k3-Vw0_pLq»@db.example:1521:x', 'jdbc:oracle:oci:app/«m42ploz2wd»@//db.example/x'],
    ['jdbc:oracle:thin:@db.example:1521:x', 'jdbc:oracle:thin:scott/tiger@db.example:1521:x'],
  ),
  placed(
    'query-password',
    ['jdbc:postgresql://db.example/x?user=a&password=«m42ploz2wd»&ssl=true', 'https://a.example/?pwd=«k3-Vw0_pLq»'],
    ['https://a.example/?password=', 'https://a.example/?password={password}&x=1'],
  ),
  placed(
    'connection-password',
    [
      'Server=db;User Id=sa;Password=«k3Vw0pLq»;Encrypt=true',
      'Driver={ODBC};Uid=a;Pwd={«m42ploz2wd»};',
      'Host=a;Password=«m42ploz2wd»',
    ],
    ['Server=a;Database=b;Uid=myUsername;Pwd=myPassword;', 'Host=a;Username=your_username;Password=your_password;'],
  ),
  placed(
    'curl-user',
    ['curl -u alice:«{word:14}» https://a.example', 'curl --user "alice:«k3-Vw0_pLq»" https://a.example'],
    [
      'curl -u "$USER:$PASS" https://a.example',
      'docker run -u 1000:1000 a',
      'pino-redis -u redis://me:password@localhost',
    ],
  ),
  placed(
    'command-password',
    ['PGPASSWORD=«strongp@ss5» psql -h db', "sshpass -p '«k3-Vw0_pLq»' ssh a", 'MYSQL_PWD=«m42ploz2wd» mysql'],
    ['PGPASSWORD=$PASS psql -h db', 'sshpass -p <password> ssh a'],
  ),
  placed(
    'nuget-password',
    ['<add key="ClearTextPassword" value="«{word:14}»" />'],
    ['<add key="ClearTextPassword" value="%NUGET_PASSWORD%" />', '<add key="Password" value="" />'],
  ),
];

export const headerVectors: readonly ShapeVector[] = [
  placed(
    'basic-header',
    ['Authorization: Basic «{word:18}==»', '"authorization": "Basic «{base64:40}»"'],
    ['Visual Basic {word:18}', 'Authorization: Basic <credentials>'],
  ),
  placed(
    'bearer-header',
    ['Authorization: Bearer «{word:30}9x1»', 'sends the bearer «{word:30}4b7» to'],
    ['the bearer {letters:30}', 'Authorization: Bearer ${TOKEN_1}'],
  ),
  placed(
    'authorization-header',
    [
      'Authorization: token «{hex:40}»',
      '{"Authorization": "«{word:32}7»"}',
      "setRequestHeader('Authorization', 'ApiKey «{word:24}8»')",
    ],
    [
      'Authorization: AWS4-HMAC-SHA256 Credential=a',
      'Authorization: token',
      'startAuthorization, validateAuthorization2024',
    ],
  ),
  placed(
    'api-header',
    [
      'X-Api-Key: «{word:20}5»',
      '{"Private-Token":"«{sign:20}»"}',
      "-H 'X-Auth-Token: «{hex:32}»'",
      'Ocp-Apim-Subscription-Key: «{hex:32}»',
      'x-vault-token: «{word:12}7»',
    ],
    ['X-Api-Key: <your key>', 'x-api-key: required', 'X-Api-Key: $KEY1'],
  ),
  placed(
    'session-cookie',
    [
      'Cookie: a=b; connect.sid=«s%3A{word:32}.{word:43}»; c=d',
      'Set-Cookie: PHPSESSID=«{low:26}»; path=/',
      '_gitlab_session=«{hex:32}»',
    ],
    ['session=none; path=/', 'sid=the-first-session-of-the-day'],
  ),
  placed(
    'cookie-header',
    ['Set-Cookie: login=«{word:40}»; HttpOnly', '"cookie": "uid2=«{base64:60}»"'],
    ['Set-Cookie: theme=dark; path=/', 'Cookie: a=b; c=d'],
  ),
];

export const nameVectors: readonly ShapeVector[] = [
  formed(
    'aws-secret-key',
    'aws_secret_access_key = «{word:40}»',
    '\\"SecretAccessKey\\": \\"«{word:40}»\\"',
    '<SecretAccessKey>«{word:40}»</SecretAccessKey>',
  ),
  formed('aws-session-token', 'aws_session_token=«IQoJ{word:80}»', '"SessionToken": "«FwoG{word:300}=»"'),
  formed('google-service-account', '"private_key_id": "«{hex:40}»"'),
  formed('cloudflare-token', 'CLOUDFLARE_API_TOKEN=«{sign:40}»', 'cf_token: "«{sign:40}»"'),
  formed('cloudflare-key', 'CF_API_KEY: «{hex:37}»'),
  formed('datadog-key', 'DD_API_KEY=«{hex:32}»', 'datadog_app_key: «{hex:40}»'),
  formed('twilio-token', 'TWILIO_AUTH_TOKEN=«{hex:32}»'),
  formed(
    'twitter-bearer',
    'TWITTER_BEARER=«AAAAAAAAAAAAAAAAAAAA{word:60}»',
    'bearer_token: «AAAAAAAAAAAAAAAAAAAAAA{word:40}%3D{word:40}»',
  ),
  formed('vercel-old-token', 'VERCEL_TOKEN=«{word:24}»'),
  formed('heroku-old-key', 'HEROKU_API_KEY=«{uuid}»'),
  formed('mailgun-signing-key', 'MAILGUN_SIGNING=«{hex:32}-{hex:8}-{hex:8}»'),
  formed('algolia-key', 'ALGOLIA_ADMIN_KEY=«{hex:32}»'),
  formed('npmrc-token', '//registry.example/:_authToken=«{hex:20}»', ':_authToken = «{uuid}»'),
  formed('npmrc-login', '//registry.example/:_auth=«{word:12}==»', '//registry.example/:_password="«{word:24}»"'),
  formed('docker-auth', '{"auth": "«{word:16}»"}', '{"auths":{"a":{"auth":"«{word:18}==»"}}}'),
  formed('bundler-login', 'BUNDLE_GEMS__CONTRIBSYS__COM: "«{hex:8}:{hex:8}»"'),
  formed('wallet-private-key', 'PRIVATE_KEY=«0x{hex:64}»', 'deployer_key: "«{hex:64}»"'),
  formed('laravel-key', 'APP_KEY=«base64:{base64:43}=»', "'app_key' => '«base64:{base64:43}=»'"),
  placed(
    'assigned-password',
    [
      'DB_PASSWORD="«k3-Vw0_pLq»"',
      'mysql --password=«k3-Vw0_pLq» -u x',
      '<password>«k3-Vw0_pLq»</password>',
      'PG_PASSWORD=«m42ploz2wd»',
      'machine a login b password «k3-Vw0_pLq»',
    ],
    [
      'password = process.env.DB_PASS1',
      'password: string | undefined',
      "password: 'secret-2-levels'",
      'password_encryption = scram-sha-256',
    ],
  ),
  placed(
    'assigned-secret',
    [
      'client_secret: «{word:22}4x8»',
      'export API_KEY=«{word:22}4x8»',
      '<apiToken>«{word:22}4x8»</apiToken>',
      'token ?= "«{word:22}4x8»"',
      'token: |\n  «{word:22}4x8»',
      '{"name": "APP_TOKEN", "value": "«{word:22}4x8»"}',
    ],
    [
      'tokenCount = packages-core-main-version',
      'token = readTheTokenFromTheSettings(file)',
      "credentialsId: '{uuid}'",
      'csrf-token={word:40}7x4',
      '"NextToken": "{word:40}7x4"',
      'access_token_url={word:40}7x4',
      'secretName: my-app-tls-certificate-2024',
      'token: ${{ secrets.DEPLOY_TOKEN_1 }}',
    ],
  ),
];
