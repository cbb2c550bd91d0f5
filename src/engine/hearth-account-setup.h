/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account-choice.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_ACCOUNT_SETUP (hearth_account_setup_get_type ())
G_DECLARE_FINAL_TYPE (HearthAccountSetup, hearth_account_setup, HEARTH, ACCOUNT_SETUP, GObject)

HearthAccountSetup *hearth_account_setup_new             (HearthEngine *engine, GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_account_setup_stop            (HearthAccountSetup *self);
void                hearth_account_setup_discover_async  (HearthAccountSetup *self,
                                                          const char *address,
                                                          GAsyncReadyCallback callback,
                                                          gpointer user_data);
GVariant           *hearth_account_setup_discover_finish (HearthAccountSetup *self,
                                                          GAsyncResult *result,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_account_setup_add_async       (HearthAccountSetup *self,
                                                          GVariant *settings,
                                                          const char *password,
                                                          GAsyncReadyCallback callback,
                                                          gpointer user_data);
gint64              hearth_account_setup_add_finish      (HearthAccountSetup *self,
                                                          GAsyncResult *result, GError **error);
void                hearth_account_setup_test_async      (HearthAccountSetup *self, gint64 id,
                                                          GAsyncReadyCallback callback,
                                                          gpointer user_data);
GVariant           *hearth_account_setup_test_finish     (HearthAccountSetup *self,
                                                          GAsyncResult *result,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_account_setup_change_async    (HearthAccountSetup *self, gint64 id,
                                                          GVariant *settings,
                                                          const char *password,
                                                          GAsyncReadyCallback callback,
                                                          gpointer user_data);
gboolean            hearth_account_setup_change_finish   (HearthAccountSetup *self,
                                                          GAsyncResult *result, GError **error);

G_END_DECLS
