package archive

import (
	"context"
	"io"
)

// Until returns a reader of r that ends with the context's error once that has ended, so that copying a large file need not go
// on to its end.
func Until(ctx context.Context, r io.Reader) io.Reader { return &until{ctx, r} }

type until struct {
	ctx context.Context
	r   io.Reader
}

func (u *until) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}
