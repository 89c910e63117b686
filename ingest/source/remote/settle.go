package remote

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	rclone "github.com/rclone/rclone/fs"
	"github.com/rclone/rclone/fs/object"
)

// Exists tells whether a file lies at the path. Its errors are *Error.
func (r *Remote) Exists(ctx context.Context, file string) (bool, error) {
	found, err := watch(r.with(ctx), r.limits, func(bool) {}, func(ctx context.Context, _ func(int64)) (bool, error) {
		_, err := r.fs.NewObject(ctx, file)
		switch {
		case err == nil, errors.Is(err, rclone.ErrorIsDir):
			return true, nil
		case errors.Is(err, rclone.ErrorObjectNotFound), errors.Is(err, rclone.ErrorDirNotFound):
			return false, nil
		}
		return false, err
	})
	return found, r.failure("look at "+file, err)
}

// Move gives a file another path in the remote, making the folders of it. Whoever calls it sees to it that nothing lies
// there. Its errors are *Error; ErrReadOnly within one says that the kind of remote does not move files.
func (r *Remote) Move(ctx context.Context, from, to string) error {
	_, err := watch(r.with(ctx), r.limits, func(struct{}) {}, func(ctx context.Context, beat func(int64)) (struct{}, error) {
		o, err := r.fs.NewObject(ctx, from)
		if err != nil {
			return struct{}{}, err
		}
		beat(answered)
		return struct{}{}, r.move(ctx, o, to)
	})
	return r.failure(fmt.Sprintf("move %s to %s", from, to), err)
}

func (r *Remote) move(ctx context.Context, o rclone.Object, to string) error {
	features := r.fs.Features()
	if features.Move != nil {
		_, err := features.Move(ctx, o, to)
		return err
	}
	if features.Copy == nil {
		return ErrReadOnly
	}
	if _, err := features.Copy(ctx, o, to); err != nil {
		return err
	}
	return o.Remove(ctx)
}

// Write makes a small file, replacing an earlier one. Its errors are *Error.
func (r *Remote) Write(ctx context.Context, file, text string, now time.Time) error {
	if r.kind.readOnly {
		return r.failure("write "+file, ErrReadOnly)
	}
	_, err := watch(r.with(ctx), r.limits, func(struct{}) {}, func(ctx context.Context, _ func(int64)) (struct{}, error) {
		info := object.NewStaticObjectInfo(file, now, int64(len(text)), true, nil, r.fs)
		old, err := r.fs.NewObject(ctx, file)
		if err == nil {
			return struct{}{}, old.Update(ctx, strings.NewReader(text), info)
		}
		_, err = r.fs.Put(ctx, strings.NewReader(text), info)
		return struct{}{}, err
	})
	return r.failure("write "+file, err)
}
