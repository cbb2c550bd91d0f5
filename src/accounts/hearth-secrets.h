/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthSecretsError:
 *
 * Why a secret could not be kept or found. A secret that is not there is no error. Cancellation is
 * `G_IO_ERROR_CANCELLED`. Messages are whole sentences and never hold the secret.
 */
typedef enum {
  HEARTH_SECRETS_ERROR_NO_KEYRING, /* there is no keyring to ask */
  HEARTH_SECRETS_ERROR_LOCKED,     /* the keyring is locked and was not unlocked */
  HEARTH_SECRETS_ERROR_FAILED,
} HearthSecretsError;

#define HEARTH_SECRETS_ERROR (hearth_secrets_error_quark ())
GQuark hearth_secrets_error_quark (void);

/**
 * HEARTH_SECRET_AI_KEY:
 *
 * The purpose of the key of an AI service.
 */
#define HEARTH_SECRET_AI_KEY "ai-key"

/**
 * HEARTH_SECRET_SPEECH_KEY:
 *
 * The purpose of the key of a speech service. The host is what hearth_voice_config_dup_host()
 * returns.
 */
#define HEARTH_SECRET_SPEECH_KEY "speech-key"

/**
 * HEARTH_SECRET_MAIL_PASSWORD:
 *
 * The purpose of the password of a mail account, and of what stands for one that signs in through
 * a browser. The host is what hearth_account_dup_path() returns.
 */
#define HEARTH_SECRET_MAIL_PASSWORD "mail-password"
#define HEARTH_SECRET_MAIL_REFRESH_TOKEN "mail-refresh-token"

void     hearth_secrets_store_async   (const char *purpose, const char *host, const char *secret,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean hearth_secrets_store_finish  (GAsyncResult *result, GError **error);
gboolean hearth_secrets_store_sync    (const char *purpose, const char *host, const char *secret,
                                       GCancellable *cancellable, GError **error);
void     hearth_secrets_lookup_async  (const char *purpose, const char *host,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
char    *hearth_secrets_lookup_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char    *hearth_secrets_lookup_sync   (const char *purpose, const char *host,
                                       GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void     hearth_secrets_clear_async   (const char *purpose, const char *host,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean hearth_secrets_clear_finish  (GAsyncResult *result, GError **error);
gboolean hearth_secrets_forget_finish  (GAsyncResult *result, GError **error);
gboolean hearth_secrets_clear_sync    (const char *purpose, const char *host,
                                       GCancellable *cancellable, GError **error);
void     hearth_secrets_free          (char *secret);

G_END_DECLS
