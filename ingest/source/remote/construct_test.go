package remote_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"nyckeltal/ingest/source/remote"
)

// TestAzureBlob makes a remote of Azure Blob Storage. There is no server to try it with: that it can be made, and says clearly
// that its server cannot be reached, is all that is tried.
func TestAzureBlob(t *testing.T) {
	t.Parallel() // it waits between attempts
	r, err := remote.Open(t.Context(), remote.Config{
		Place:   ":azureblob,account=stad,endpoint='http://127.0.0.1:1/stad',no_check_container:container",
		Secrets: map[string]string{"key": "aGVtbGlndA=="}, Limits: remote.Limits{Stall: time.Minute},
	})
	if err == nil {
		defer r.Close()
		_, err = r.List(t.Context(), "", func(string, bool) bool { return true })
	}
	var failed *remote.Error
	if !errors.As(err, &failed) || !errors.Is(err, remote.ErrUnreachable) || strings.Contains(err.Error(), "aGVtbGlndA") {
		t.Errorf("%v", err)
	}
}

// TestOneDrive does the same with a document library of SharePoint, as far as the server that gives tokens.
func TestOneDrive(t *testing.T) {
	t.Parallel()
	token := `{"access_token":"hemligt","token_type":"Bearer","refresh_token":"hemligare","expiry":"2020-01-01T00:00:00Z"}`
	r, err := remote.Open(t.Context(), remote.Config{
		Place:   ":onedrive,drive_id=x,drive_type=documentLibrary,client_id=y,auth_url='http://127.0.0.1:1/a',token_url='http://127.0.0.1:1/t':ut",
		Secrets: map[string]string{"token": token, "client_secret": "hemligast"}, Limits: remote.Limits{Stall: time.Minute},
	})
	if err == nil {
		r.Close()
	}
	var failed *remote.Error
	if !errors.As(err, &failed) || !errors.Is(err, remote.ErrUnreachable) || strings.Contains(err.Error(), "hemlig") {
		t.Errorf("%v", err)
	}
}
